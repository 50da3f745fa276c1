import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { escaped, insideBody } from './mail-html.ts'

export interface Tracking {
  /** Asked for by who shows the message. */
  openUrl: string
  /** What leads to a target and tells of it; undefined where that link stays as it is. */
  clickUrl(target: string): string | undefined
}

/** A target longer than this stays as it is: no mail program takes links of any length. */
const longestTarget = 2_000

/** A message that tells when it is opened, by an image at its end, and when one of its links is followed. */
export function trackedHtml(html: string, { openUrl, clickUrl }: Tracking): string {
  const image = `<img src="${escaped(openUrl)}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">`
  return insideBody(withLinks(html, clickUrl), '', image)
}

/**
 * The same HTML with other addresses in its links. Only values of `href` in `<a>` and `<area>` that lead to http or https change,
 * and everything else stays letter by letter: comments too, with what they hold for one mail program alone.
 */
export function withLinks(html: string, addressFor: (target: string) => string | undefined): string {
  const pieces: string[] = []
  let done = 0
  for (const { start, end, value } of linksIn(html)) {
    const target = httpAddress(value)
    const address = target === undefined ? undefined : addressFor(target)
    if (address === undefined) continue
    pieces.push(html.slice(done, start), `"${escaped(address)}"`)
    done = end
  }
  return pieces.join('') + html.slice(done)
}

/** Where a browser would go. */
function httpAddress(value: string): string | undefined {
  const text = value.trim()
  if (text.length > longestTarget || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined
  const { href } = new URL(text)
  return href.length > longestTarget ? undefined : href
}

interface Link {
  /** Where the value begins and ends in the HTML, quotes included. */
  start: number
  end: number
  /** Without references such as `&amp;`. */
  value: string
}

const nothing = (): void => {}

/** Every `href` of a link, in order. One pass. */
function linksIn(html: string): Link[] {
  const links: Link[] = []
  let isLink = false
  let behindName = 0
  let value: string | undefined
  let seen = false
  const callbacks: TokenizerCallbacks = {
    onopentagname(start, end) {
      isLink = /^(?:a|area)$/i.test(html.slice(start, end))
      seen = false
    },
    onattribname(start, end) {
      behindName = end
      // Of two of the same name the first counts.
      const counts = isLink && !seen && html.slice(start, end).toLowerCase() === 'href'
      value = counts ? '' : undefined
      seen ||= counts
    },
    onattribdata(start, end) {
      if (value !== undefined) value += html.slice(start, end)
    },
    onattribentity(codePoint) {
      if (value !== undefined) value += String.fromCodePoint(codePoint)
    },
    onattribend(_quote, end) {
      if (value) links.push({ start: html.indexOf('=', behindName) + 1, end, value })
      value = undefined
    },
    onopentagend: nothing,
    onselfclosingtag: nothing,
    onclosetag: nothing,
    oncomment: nothing,
    oncdata: nothing,
    ondeclaration: nothing,
    onprocessinginstruction: nothing,
    ontext: nothing,
    ontextentity: nothing,
    onend: nothing,
  }
  const tokenizer = new Tokenizer({ decodeEntities: true }, callbacks)
  tokenizer.write(html)
  tokenizer.end()
  return links
}
