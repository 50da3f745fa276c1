/** What is not read aloud, in HTML and in MJML. */
const silent = new Set([
  'head',
  'style',
  'script',
  'title',
  'template',
  'mj-head',
  'mj-style',
  'mj-title',
  'mj-preview',
])

/** What begins a line of its own. */
const lines =
  /^(address|article|blockquote|br|div|dl|dt|dd|figure|footer|form|h[1-6]|header|hr|li|main|ol|p|pre|section|table|tr|ul|mj-(text|button|section|column|divider|spacer|hero|wrapper|table|social|navbar))$/

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
  middot: '·',
  bull: '•',
  yen: '¥',
  euro: '€',
  pound: '£',
  times: '×',
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,10}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole
  })
}

const addressOf = (tag: string): string | undefined => {
  const match = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag)
  const address = decode(match?.[1] ?? match?.[2] ?? '').trim()
  return /^(https?|mailto|tel):/i.test(address) ? address : undefined
}

/**
 * The words of an HTML or MJML document, for those who read e-mail as text: a line for each block, the address behind each
 * link. One pass, so that a long document costs its length; what is left open at the end is dropped.
 */
export function textOfHtml(html: string): string {
  // What stands before the link that is open, or before what comes next: never looked at again.
  const done: string[] = []
  let text = ''
  let link: string | undefined
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at)
    if (open !== at) {
      text += decode(html.slice(at, open < 0 ? undefined : open).replace(/\s+/g, ' '))
      if (open < 0) break
    }
    if (html.startsWith('<!--', open)) {
      at = past(html, '-->', open + 4)
      continue
    }
    // A lone < stands for itself.
    if (!/[a-zA-Z/!?]/.test(html.charAt(open + 1))) {
      text += '<'
      at = open + 1
      continue
    }
    at = past(html, '>', open)
    const tag = html.slice(open, at)
    const name = /^<\/?([a-z][a-z0-9-]*)/i.exec(tag)?.[1]?.toLowerCase() ?? ''
    const closes = tag.startsWith('</')
    if (silent.has(name) && !closes && !tag.endsWith('/>')) at = past(html, '>', past(html, `</${name}`, at, true))
    if (lines.test(name)) text += '\n'
    if (name === 'a' || name === 'mj-button') {
      done.push(link === undefined ? text : withAddress(text, link))
      text = ''
      link = closes ? undefined : addressOf(tag)
    }
  }
  done.push(text)
  return tidy(done.join(''))
}

/** A link's words with its address behind them, unless they say it. */
const withAddress = (words: string, address: string): string =>
  words.includes(address) ? words : `${words.trimEnd()}${words.trim() ? ' ' : ''}(${address})`

/** The place after the next `what`, or the end. */
function past(html: string, what: string, from: number, anyCase = false): number {
  const found = anyCase ? indexOfAnyCase(html, what, from) : html.indexOf(what, from)
  return found < 0 ? html.length : found + what.length
}

function indexOfAnyCase(html: string, what: string, from: number): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2))
    if (html.slice(at, at + what.length).toLowerCase() === what) return at
  return -1
}

/** No blank at the ends of lines, no more than one empty line in a row. */
const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
