import type { TemplateFormat } from '@wend/nodes/sdk/fields'
import { CaptureTag, type Context, type Emitter, Liquid, type Template } from 'liquidjs'
import { escapeHtml, Fit, type Place, percentEncode, Slot, textOf } from './places.ts'
import { WatchedContext } from './watched-context.ts'

/** The longest template, and the longest text that one may render to, in UTF-16 units. */
export const longestTemplate = 1_000_000
const longestText = 2_000_000
/** What filters and loops may make on the way, in liquidjs's units: characters and list members. */
const memoryLimit = 5_000_000

/** Why a template could not be rendered. The message holds nothing of the customer. */
export class TemplateError extends Error {
  readonly code: 'template-syntax' | 'template-limit' | 'template-in-host' | 'template-failed'
  constructor(code: TemplateError['code'], message: string) {
    super(message)
    this.name = 'TemplateError'
    this.code = code
  }
}

/** Collects a text, each value written as its place wants it. */
export class PlacedText implements Emitter {
  buffer = ''
  readonly #place: Place
  constructor(place: Place) {
    this.#place = place
  }
  write(piece: unknown): void {
    const isValue = piece instanceof Slot
    const raw = isValue ? undefined : textOf(piece)
    // Before escaping: a rope of captured texts may be longer than memory once it is flattened.
    const length = isValue && typeof piece.value === 'string' ? piece.value.length : (raw?.length ?? 0)
    if (this.buffer.length + length > longestText) throw new TemplateError('template-limit', 'the text grows too long')
    const text = isValue ? this.#place.value(piece.value) : (raw ?? '')
    if (!isValue) this.#place.literal(text)
    this.buffer += text
    if (this.buffer.length > longestText) throw new TemplateError('template-limit', 'the text grows too long')
  }
}

/** Captured texts count as memory, as what filters make does. */
class CapturedText implements Emitter {
  buffer = ''
  readonly #context: Context
  constructor(context: Context) {
    this.#context = context
  }
  write(piece: unknown): void {
    const text = piece instanceof Slot ? piece.toString() : textOf(piece)
    this.#context.memoryLimit.use(text.length)
    this.buffer += text
  }
}

class BoundedCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    const captured = yield this.liquid.renderer.renderTemplates(this.templates, context, new CapturedText(context))
    const scope: Record<string, unknown> = context.bottom()
    scope[this.variable] = captured
  }
}

/** Tags that would read other files. */
const fileTags = ['include', 'render', 'layout', 'block']

function engineFor(format: TemplateFormat): Liquid {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    dynamicPartials: false,
    templates: {},
    parseLimit: longestTemplate,
    memoryLimit,
    renderLimit: triedForMs,
    timezoneOffset: 'UTC',
    locale: 'en',
    // liquidjs hands whatever this answers to the emitter, though its type wants a string.
    outputEscape(this: { context: Context }, value: unknown) {
      if (this.context instanceof WatchedContext) this.context.write(value)
      return Object.create(Slot.prototype, { value: { value } })
    },
  })
  for (const tag of fileTags) delete liquid.tags[tag]
  liquid.registerTag('capture', BoundedCapture)
  // Nothing is ever written unescaped.
  delete liquid.filters.raw
  const fit = (name: string, write: (value: unknown) => string) =>
    liquid.registerFilter(name, (value: unknown) => new Fit(write(value)))
  if (format === 'html') {
    for (const name of ['escape', 'xml_escape']) fit(name, (value) => escapeHtml(textOf(value)))
    fit('newline_to_br', (value) => escapeHtml(textOf(value)).replace(/\r?\n/g, '<br />\n'))
  }
  if (format === 'json') fit('json', (value) => JSON.stringify(value ?? null))
  if (format === 'url')
    for (const name of ['url_encode', 'cgi_escape']) fit(name, (value) => percentEncode(textOf(value)))
  return liquid
}

/** How long one try to render may take. */
export const triedForMs = 100

const engines: Record<TemplateFormat, Liquid> = {
  text: engineFor('text'),
  html: engineFor('html'),
  json: engineFor('json'),
  url: engineFor('url'),
  header: engineFor('header'),
}

export const engineOf = (format: TemplateFormat): Liquid => engines[format]

const keptTemplates = 500
const keptCharacters = 4_000_000
const parsed = new Map<string, Template[]>()
let characters = 0

/** The most outputs and tags in one template: the time to parse grows with their square. */
const mostTags = 10_000

function parseAnew(source: string, format: TemplateFormat): Template[] {
  if ((source.match(/\{[{%]/g)?.length ?? 0) > mostTags) throw new Error('tag limit exceeded')
  return engines[format].parse(source)
}

/** Parses a template, or finds it among the 500 parsed last. Throws liquidjs's errors. */
export function parse(source: string, format: TemplateFormat): Template[] {
  const key = `${format}:${source}`
  const templates = parsed.get(key) ?? parseAnew(source, format)
  characters += parsed.delete(key) ? 0 : key.length
  parsed.set(key, templates)
  for (const oldest of parsed.keys()) {
    if (parsed.size <= keptTemplates && characters <= keptCharacters) break
    parsed.delete(oldest)
    characters -= oldest.length
  }
  return templates
}
