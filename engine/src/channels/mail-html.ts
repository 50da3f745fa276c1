import mjml2html from 'mjml'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** A text as HTML, in quotes too. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter)

/** Whether a body is MJML: the layout language that becomes HTML which every mail program shows. */
export const isMjml = (body: string): boolean => /^\s*<mjml[\s>]/i.test(body)

/** The most elements in one MJML body. A hundred make a long mail; a thousand take a fifth of a second. */
const mostElements = 2_000

/** A picture that has no address for this customer: it would be shown as broken. */
const noPicture = /<mj-image\b(?=[^<>]*\ssrc=(?:"\s*"|'\s*'))[^<>]*>(?:\s*<\/mj-image>)?/gi

/** MJML as HTML, without its pictures that have no address; undefined where it cannot be read at all, or has more than 2,000 elements. It includes no files. */
export async function htmlOfMjml(source: string): Promise<string | undefined> {
  if ((source.match(/<[a-z]/gi)?.length ?? 0) > mostElements) return undefined
  try {
    const { html } = await mjml2html(source.trim().replace(noPicture, ''), {
      validationLevel: 'soft',
      ignoreIncludes: true,
      // The built-in list would fetch from a font server on opening; who wants a font names it with mj-font.
      fonts: {},
    })
    return html
  } catch {
    return undefined
  }
}

/** Puts a snippet right behind what begins the body, and one before its end. A fragment becomes a document first. */
export function insideBody(html: string, atStart: string, atEnd: string): string {
  const tag = html.search(/<body\b/i)
  const from = tag < 0 ? 0 : html.indexOf('>', tag) + 1
  if (from === 0) {
    const head = '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>'
    if (/<html\b/i.test(html)) return atStart + html + atEnd
    return `<!doctype html>\n<html>${head}<body>\n${atStart}${html}${atEnd}\n</body></html>`
  }
  let end = html.length
  for (const { index } of html.slice(from).matchAll(/<\/body/gi)) end = from + index
  return html.slice(0, from) + atStart + html.slice(from, end) + atEnd + html.slice(end)
}

/** What stands at the foot of a message that offers no way out itself. */
const unsubscribeWords = { en: 'Unsubscribe', 'zh-CN': '退订' }

export interface MailParts {
  /** HTML, or what became HTML. */
  html: string
  text: string
  /** Shown in lists beside the subject, hidden in the message. */
  preheader?: string | undefined
  unsubscribeUrl: string
  language: keyof typeof unsubscribeWords
}

/** Where a rendered body wants the address to unsubscribe by. It is not secret: each customer gets her own. */
export const unsubscribePlaceholder = 'https://unsubscribe.invalid/wend'

/** The message as it goes out: with its preheader, and with a way to unsubscribe that can be seen. */
export function mailParts({ html, text, preheader, unsubscribeUrl, language }: MailParts): {
  html: string
  text: string
} {
  const word = unsubscribeWords[language]
  const body = html.replaceAll(unsubscribePlaceholder, escaped(unsubscribeUrl))
  const words = text.replaceAll(unsubscribePlaceholder, unsubscribeUrl).trim()
  const offers = body !== html
  const hidden = preheader?.trim()
    ? `<div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all">${escaped(preheader.trim())}</div>`
    : ''
  const foot = `<p style="margin:24px 0;text-align:center;font-family:sans-serif;font-size:12px;color:#666"><a href="${escaped(unsubscribeUrl)}" style="color:#666">${word}</a></p>`
  return {
    html: insideBody(body, hidden, offers ? '' : foot),
    text: words.includes(unsubscribeUrl) ? words : `${words}\n\n${word}: ${unsubscribeUrl}`,
  }
}
