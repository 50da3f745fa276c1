import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layouts } from '../layouts/layouts.ts'
import { readTexts, writeText } from './body-texts.ts'
import { piecesOf } from './liquid.ts'

const read = (body: string) => readTexts(body)?.map(({ kind, value }) => `${kind}: ${value}`)
const change = (body: string, nth: number, value: string) => writeText(body, readTexts(body) ?? [], nth, value).body

describe('the texts of a body', () => {
  test('are its words, its links and its pictures, in the order they are read in', () => {
    const body = `<mjml><mj-head><mj-style>p > a { color: red }</mj-style></mj-head><mj-body>
      <mj-image src="https://s.example/a.png" alt='A "kettle"' />
      <mj-text><h1>Hello &amp; welcome</h1> Two<br/>
        lines</mj-text><mj-button href=https://s.example>Buy</mj-button></mj-body></mjml>`
    expect(read(body)).toEqual([
      'picture: https://s.example/a.png',
      'alt: A "kettle"',
      'heading: Hello & welcome',
      'text: Two\nlines',
      'button: Buy',
      'buttonLink: https://s.example',
    ])
  })

  test('are told apart by the tags of Liquid, which are no part of them; outputs are', () => {
    expect(
      read('<p>{% if customer.vip %}Dear {{ customer.name | default: "<you>" }}{% else %} Hi {% endif %}</p>'),
    ).toEqual(['text: Dear {{ customer.name | default: "<you>" }}', 'text: Hi'])
    expect(read('{% comment %}<p>no</p>{% endcomment %}<p {% if a %}class="b"{% endif %}>yes</p>')).toEqual([
      'text: yes',
    ])
    expect(read('<a href="{{ entry.url | default: "https://s.example" }}">Go</a>')).toEqual([
      'linkText: Go',
      'link: {{ entry.url | default: "https://s.example" }}',
    ])
  })

  test('are there to be written where they are empty, and as attributes that are missing', () => {
    expect(read('<p></p><img>')).toEqual(['text: ', 'picture: ', 'alt: '])
    expect(change('<p></p>', 0, 'Now')).toBe('<p>Now</p>')
    const first = writeText('<img>', readTexts('<img>') ?? [], 1, 'A kettle')
    expect(writeText(first.body, first.texts, 0, 'https://s.example/a.png').body).toBe(
      '<img src="https://s.example/a.png" alt="A kettle">',
    )
  })

  test('are not read where a tag is broken', () => {
    expect(readTexts('<p>a <b')).toBeUndefined()
    expect(readTexts('<p class="a>b</p>')).toBeUndefined()
  })
})

test('what is written is read as it was typed: signs, quotes, lines, references and half an output', () => {
  expect(change('<p>x</p>', 0, '1 < 2 & "so"\n{{ customer.name | default: "<b>" }}')).toBe(
    '<p>1 &lt; 2 &amp; "so"<br />{{ customer.name | default: "<b>" }}</p>',
  )
  expect(change('<img alt="x" src="">', 1, 'A "big" <kettle> & it\'s')).toBe(
    '<img alt="A &quot;big&quot; &lt;kettle&gt; &amp; it\'s" src="">',
  )
  expect(change("<img src='' alt='x'>", 1, 'it\'s "big"')).toBe("<img src='' alt='it&#39;s \"big\"'>")
  expect(change('<a href=x>Go</a>', 1, 'https://s.example/?a=1&b=2')).toBe(
    '<a href="https://s.example/?a=1&amp;b=2">Go</a>',
  )
  expect(change('<p>x</p><p>{{ y }}</p>', 0, 'Hi {{ customer')).toBe('<p>Hi &#123;{ customer</p><p>{{ y }}</p>')
  expect(change('<p>caf&eacute;</p>', 0, 'caf&eacute; & bar')).toBe('<p>caf&eacute; &amp; bar</p>')
})

const signs = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '{',
  '}',
  '{{',
  '%}',
  '{%',
  '&amp;',
  '&lt;',
  '&eacute;',
  '{{ customer.name | default: "x" }}',
]
const typed = fc
  .array(fc.oneof(fc.constantFrom(...signs), fc.constantFrom('a', 'Ü', '你好', '😀', 'word')), { minLength: 1 })
  .map((parts) => `a${parts.join('')}z`)
  // A tag ends one text and begins another.
  .filter((text) => piecesOf(text).every(({ kind }) => kind !== 'tag'))
const bodies = [
  ...layouts('en').map(({ body }) => body),
  ...layouts('zh-CN').map(({ body }) => body),
  '<p>One <b>two</b> three &eacute;</p><img src=a.png alt=\'b\'><a href="https://s.example">four</a>',
  '<table><tr><td>{% if a %}<p>x</p>{% else %}y{% endif %}<td>z</table>',
]

test('changing one text of any body changes nothing else of it, whatever is typed', () => {
  fc.assert(
    fc.property(fc.constantFrom(...bodies), fc.nat(), fc.nat(), typed, typed, (body, one, other, first, second) => {
      const texts = readTexts(body) ?? []
      expect(texts.length).toBeGreaterThan(0)
      const nth = one % texts.length
      const next = other % texts.length
      const text = texts[nth]
      const once = writeText(body, texts, nth, first)
      expect(once.body.startsWith(body.slice(0, text?.from))).toBe(true)
      expect(once.body.endsWith(body.slice(text?.to))).toBe(true)
      // Both where it is followed through the changes and where it is read anew.
      const twice = writeText(once.body, once.texts, next, second)
      const wanted = texts.map(({ value }, at) => (at === next ? second : at === nth ? first : value))
      expect(twice.texts.map(({ value }) => value)).toEqual(wanted)
      expect(readTexts(twice.body)?.map(({ value }) => value)).toEqual(wanted)
    }),
    { numRuns: 300 },
  )
})
