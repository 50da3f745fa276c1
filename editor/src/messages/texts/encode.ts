import { piecesOf } from './liquid.ts'

const letters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** References to other letters stay as they are written, in the field as in the body. */
const decodePlain = (source: string): string =>
  source.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,5}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return letters[name] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole
  })

/** As it would be decoded to itself: what is neither Liquid nor a reference to a rarer letter is written so that it is read. */
const encodePlain = (text: string): string =>
  text
    .replace(/&(?!(?!(?:amp|lt|gt|quot|apos|nbsp);)[a-zA-Z][a-zA-Z\d]{1,30};)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\u00a0', '&nbsp;')
    // Half an output would take what follows it for its own.
    .replace(/\{(?=[{%]|$)/g, '&#123;')

const each = (template: string, plain: (text: string) => string): string =>
  piecesOf(template)
    .map(({ kind, text }) => (kind === 'plain' ? plain(text) : text))
    .join('')

/** What stands between two tags, as it is read: breaks are new lines, other white space is one blank. Liquid stays. */
export const decodeText = (source: string): string =>
  each(source, (plain) => decodePlain(plain.replace(/[ \t\r\n]+/g, ' ').replace(/ ?<br\s*\/?> ?/gi, '\n')))

export const encodeText = (text: string): string =>
  each(text, (plain) => encodePlain(plain).replace(/\r?\n/g, '<br />'))

export const decodeAttribute = (source: string): string => each(source, decodePlain)

/** For an attribute in these quotes, which are those around it. */
export const encodeAttribute = (text: string, quote: '"' | "'"): string =>
  each(text, (plain) =>
    encodePlain(plain)
      .replace(/[\r\n]+/g, ' ')
      .replaceAll(quote, quote === '"' ? '&quot;' : '&#39;'),
  )
