import { expect, test } from 'vitest'
import { createRender } from '../templates/render.ts'
import { fillSecrets, keepSecretsNamed, secretMarkers, secretsAsWritten, withoutSecrets } from './secrets.ts'

const render = createRender({ customer: {}, event: {}, entry: {}, journey: {}, workspace: {}, secrets: secretMarkers })
const filled = (rendered: string) => fillSecrets(keepSecretsNamed(rendered), (name) => `<${name}>`)

test('a secret passes every escaping, and filters that change letters', () => {
  const template = 'a {{ secrets.token }}-{{ secrets["Api-Key_2"] | upcase }} b'
  expect(filled(render.text(template))).toBe('a <token>-<Api-Key_2> b')
  expect(filled(render.html(template))).toBe('a <token>-<Api-Key_2> b')
  expect(filled(render.header(template))).toBe('a <token>-<Api-Key_2> b')
  expect(filled(render.json('{"a":"{{ secrets.token }}","b":{{ secrets.token }}}'))).toBe(
    '{"a":"<token>","b":"<token>"}',
  )
  expect(filled(render.url('https://x.example/{{ secrets.token }}?b={{ secrets.token }}'))).toBe(
    'https://x.example/<token>?b=<token>',
  )
})

test('what is kept can be read by people', () => {
  expect(secretsAsWritten(keepSecretsNamed(render.text('Bearer {{ secrets["token"] }}')))).toBe(
    'Bearer {{ secrets.token }}',
  )
})

test('every name has a marker, however it is come by, and what can be no name stands for none', () => {
  const event = { which: 'token' }
  const dynamic = createRender({ customer: {}, event, entry: {}, journey: {}, workspace: {}, secrets: secretMarkers })
  expect(filled(dynamic.text('{{ secrets[event.which] }}'))).toBe('<token>')
  expect(filled(render.text('{% assign s = secrets %}{{ s.token }}{{ s.constructor }}{{ s.size }}'))).toBe(
    '<token><constructor><size>',
  )
  expect(filled(render.text('{{ secrets["not a name"] }}{{ secrets.__proto__ }}'))).toBe('<><__proto__>')
})

test('what was cut in two names no secret', () => {
  expect(filled(render.text('{{ secrets.token | truncate: 33, "" }}'))).toContain('<>')
})

test('no marker is left in what goes to customers', () => {
  expect(withoutSecrets(render.html('<p>{{ secrets.token }}!{{ secrets.token | slice: 0, 30 }}</p>'))).toMatch(
    /^<p>![a-z0-9]*<\/p>$/,
  )
})
