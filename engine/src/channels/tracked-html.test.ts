import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cpuMs } from '../testing/cpu.ts'
import { trackedHtml, withLinks } from './tracked-html.ts'

const clickUrl = (target: string) => `https://wend.example/c/${encodeURIComponent(target)}?a&b`

/** What holds no link that leads anywhere by http, whatever it looks like. */
const others = [
  '<p class="x">',
  '</p>',
  'words & < more &amp; 你好😀',
  '\r\n\t',
  '\0',
  '<!-- <a href="https://no.example/"> -->',
  '<!--[if mso]><v:rect href="https://no.example/"></v:rect><![endif]-->',
  '<style>a[href="https://no.example/"] { color: red }</style>',
  '<script>"<a href=\'https://no.example/\'>"</script>',
  '<title><a href="https://no.example/"></title>',
  '<img src="https://no.example/a.png" title="<a href=https://no.example>">',
  '<link href="https://no.example/a.css">',
  '<base href="https://no.example/">',
  '<abbr href="https://no.example/">',
  '<a data-href="https://no.example/" name="https://no.example/">',
  '<a href="mailto:ada@example.com?subject=https://no.example/">',
  '<a href="#https://no.example/">',
  '<a href="/no/http">',
  '<a href="tel:1" href="https://no.example/">',
  "<a href=''>",
  '<a href>',
  '<a href="http://">',
  `<a href="https://no.example/${'x'.repeat(2_000)}">`,
  '</a href="https://no.example/">',
]
const targets: [written: string, target: string][] = [
  ['https://shop.example/', 'https://shop.example/'],
  ['http://shop.example', 'http://shop.example/'],
  ['HTTPS://Shop.example/A?b=1&amp;c=2#d', 'https://shop.example/A?b=1&c=2#d'],
  ['https://shop.example/?b=1&c=2&copy=3', 'https://shop.example/?b=1&c=2&copy=3'],
  ['&#104;ttps://shop.example/&#x2f;', 'https://shop.example//'],
  ['https://münchen.example/ü', 'https://xn--mnchen-3ya.example/%C3%BC'],
]
const link = fc.record({
  before: fc.constantFrom('<a href', '<A\nclass="b>" HREF', "<area shape='rect' hReF", '<a/href'),
  equals: fc.constantFrom('=', ' =', '\n='),
  space: fc.constantFrom('', ' ', '\r\n'),
  quote: fc.constantFrom('"', "'", ''),
  target: fc.constantFrom(...targets),
  after: fc.constantFrom('>', ' id="c">Go &amp; see</a>', ' href="https://no.example/">', '\n/>'),
})

test('only addresses of links that lead by http change, and every other letter stays', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...others), link), { maxLength: 12 }), (parts) => {
      const given = parts.map((part) =>
        typeof part === 'string'
          ? part
          : `${part.before}${part.equals}${part.space}${part.quote}${part.target[0]}${part.quote}${part.after}`,
      )
      const wanted = parts.map((part) =>
        typeof part === 'string'
          ? part
          : `${part.before}${part.equals}"${clickUrl(part.target[1]).replace('&', '&amp;')}"${part.after}`,
      )
      expect(withLinks(given.join(''), clickUrl)).toBe(wanted.join(''))
      expect(withLinks(given.join(''), () => undefined)).toBe(given.join(''))
    }),
  )
})

test('whatever is no HTML at all comes to no harm', () => {
  const letters = fc.constantFrom(...'<>/="\' \n!-a&;#', 'href', 'https://x.example/', '<a ', '😀', '\uD800', '\0')
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 60 }), (some) => {
      const html = some.join('')
      expect(withLinks(html, () => undefined)).toBe(html)
      const mark = 'https://wend.example/c/x'
      // What was put in is taken out again: nothing else is gone.
      const rest = withLinks(html, () => mark).split(`"${mark}"`)
      let at = 0
      for (const piece of rest) {
        const found = html.indexOf(piece, at)
        expect(found).toBeGreaterThanOrEqual(at)
        at = found + piece.length
      }
    }),
  )
})

test('the image stands at the end of the body, and says nothing to who does not see', () => {
  const html = trackedHtml('<html><body><p>Hi</p></body></html>', {
    openUrl: 'https://wend.example/o/x?a&b',
    clickUrl: () => undefined,
  })
  expect(html).toMatch(
    /^<html><body><p>Hi<\/p><img src="https:\/\/wend\.example\/o\/x\?a&amp;b" width="1" height="1" alt="" [^>]*><\/body><\/html>$/,
  )
})

test('a long body is read in one pass, whatever it begins and never ends', () => {
  const spentMs = cpuMs(() => {
    for (const piece of ['<a href=', '<a href="', '<a href=https://x.example/>', '<!--', '<a x', '</b>', '<b>', '&amp'])
      expect(withLinks(piece.repeat(500_000 / piece.length), clickUrl)).not.toBe('')
  })
  expect(spentMs).toBeLessThan(5_000)
})
