import { expect, test } from 'vitest'
import { createRender } from '../templates/render.ts'
import { fillSecrets, keepSecretsNamed, secretMarkers, withoutSecrets } from './secrets.ts'

const secrets = secretMarkers(['token', 'Api-Key_2', 'not a name', '__proto__'])
const render = createRender({ customer: {}, event: {}, entry: {}, journey: {}, workspace: {}, secrets })
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
  expect(keepSecretsNamed(render.text('Bearer {{ secrets.token }}')).replaceAll('\u0001', '')).toBe(
    'Bearer {{ secrets.token }}',
  )
})

test('only what is a name has a marker', () => {
  expect(Object.keys(secrets)).toEqual(['token', 'Api-Key_2', '__proto__'])
})

test('what was cut in two names no secret', () => {
  expect(filled(render.text('{{ secrets.token | truncate: 33, "" }}'))).toContain('<>')
})

test('no marker is left in what goes to customers', () => {
  expect(withoutSecrets(render.html('<p>{{ secrets.token }}!{{ secrets.token | slice: 0, 30 }}</p>'))).toMatch(
    /^<p>![a-z0-9]*<\/p>$/,
  )
})
