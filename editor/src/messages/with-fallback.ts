import type { Config, Json } from '../store/journey.ts'

/**
 * A config in which a template that writes a value falls back on a text where the value is missing. As it was, where no
 * output of that value is left without a fallback.
 */
export function withFallback(config: Config, field: string, value: string, fallback: string): Config {
  const keys = field
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  return { ...config, ...changedAt(config, keys, (template) => fallBackIn(template, value, fallback)) }
}

/** The name of a value is not part of a longer one, and no fallback stands behind it yet. */
function fallBackIn(template: string, value: string, fallback: string): string {
  const named = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const outputs = new RegExp(`(\\{\\{-?\\s*${named})(\\s*(?:\\|(?:(?!\\}\\}|default:).)*)?-?\\}\\})`, 'gs')
  return template.replace(outputs, (_whole, output: string, rest: string) => {
    const between = rest.startsWith(' ') ? '' : ' '
    return `${output} | default: ${quoted(fallback)}${between}${rest}`
  })
}

/** In single quotes, which fit into JSON and HTML; what would end them, or the output, is written as it is read. */
const quoted = (text: string): string =>
  `'${text.replaceAll("'", '’').replaceAll('{{', '{').replaceAll('}}', '}').replaceAll('%}', '%')}'`

function changedAt(config: Config, [key, ...keys]: readonly string[], change: (text: string) => string): Config {
  const held = key === undefined ? undefined : config[key]
  return key === undefined || held === undefined ? config : { ...config, [key]: changedIn(held, keys, change) }
}

function changedIn(value: Json, keys: readonly string[], change: (text: string) => string): Json {
  const [key, ...rest] = keys
  if (key === undefined) return typeof value === 'string' ? change(value) : value
  if (Array.isArray(value)) return value.map((one, nth) => (String(nth) === key ? changedIn(one, rest, change) : one))
  return typeof value === 'object' && value !== null ? changedAt(value, keys, change) : value
}
