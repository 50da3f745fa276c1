import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textOfHtml } from './text-of-html.ts'

test.each([
  ['words stay', 'Hello', 'Hello'],
  ['blocks begin lines', '<h1>Hello</h1><p>you</p>', 'Hello\n\nyou'],
  ['breaks break', 'a<br>b<br/>c', 'a\nb\nc'],
  ['white space is one blank', '<p>a\n   b</p>', 'a b'],
  ['entities are read', '<p>Tom &amp; &#20013; &#x4e2d; &nbsp;&unknown;</p>', 'Tom & 中 中 &unknown;'],
  [
    'a link shows where it leads',
    '<a href="https://a.example/?a=1&amp;b=2">Go</a>!',
    'Go (https://a.example/?a=1&b=2)!',
  ],
  [
    'a link that is its own text is not said twice',
    '<a href="https://a.example">https://a.example</a>',
    'https://a.example',
  ],
  ['a script is no link', '<a href="javascript:alert(1)">Go</a>', 'Go'],
  ['styles, scripts and comments are silent', '<style>p{}</style><script>1<2</script><!-- x --><p>a</p>', 'a'],
  ['heads are silent, headers not', '<head><title>x</title></head><header>a</header>', 'a'],
  [
    'MJML is read the same way',
    '<mjml><mj-head><mj-title>x</mj-title></mj-head><mj-body><mj-text>Hello</mj-text><mj-button href="https://a.example">Go</mj-button></mj-body></mjml>',
    'Hello\n\nGo (https://a.example)',
  ],
  ['a lone < is itself', '1 < 2', '1 < 2'],
  ['what is never closed is dropped', 'a<!-- b', 'a'],
])('%s', (_name, html, text) => {
  expect(textOfHtml(html)).toBe(text)
})

test('a long document of open ends costs its length', () => {
  for (const piece of ['<!--', '<', '<style>', '</', '<a href="', '&', '<style></'])
    expect(textOfHtml(piece.repeat(100_000)).length).toBeLessThanOrEqual(piece.length * 100_000)
}, 5_000)

test('never throws', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '<p>',
    '</p>',
    '<!--',
    '-->',
    '<style',
    '&#',
    '&#0;',
    '&#xd800;',
    'a',
    '"',
    ' ',
    '\n',
  )
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join('')),
      (html) => typeof textOfHtml(html) === 'string',
    ),
  )
})

test('thousands of links cost no more than their length', () => {
  // CPU, not time: the machine has other things to do.
  const began = process.cpuUsage()
  const text = textOfHtml('<a href="https://x.invalid/">y</a> '.repeat(14_000))
  expect(text).toHaveLength(14_000 * 'y (https://x.invalid/) '.length - 1)
  expect(textOfHtml('<a href="https://x.invalid/">'.repeat(16_000)).startsWith('(https://x.invalid/)')).toBe(true)
  const { user, system } = process.cpuUsage(began)
  expect((user + system) / 1000).toBeLessThan(2_000)
})
