import { expect, test } from 'vitest'
import { withFallback } from './with-fallback.ts'

const inBody = (body: string, value = 'customer.name', fallback = 'friend') =>
  withFallback({ subject: body, body }, '/body', value, fallback)

test('every output of the value in that field falls back, before its other filters', () => {
  expect(inBody('{{ customer.name }} {{customer.name}} {{- customer.name | upcase -}}')).toEqual({
    subject: '{{ customer.name }} {{customer.name}} {{- customer.name | upcase -}}',
    body: "{{ customer.name | default: 'friend' }} {{customer.name | default: 'friend' }} {{- customer.name | default: 'friend' | upcase -}}",
  })
})

test('another value, a condition, and an output that has a fallback stay as they are', () => {
  const template =
    "{{ customer.name_2 }}{{ customer.name.first }}{% if customer.name %}{{ customer.name | default: 'x' }}"
  expect(inBody(template).body).toBe(template)
})

test('names in brackets and fallbacks with quotes are written as Liquid reads them', () => {
  expect(inBody('{{ customer["a b"] }}', 'customer["a b"]', "it's").body).toBe(
    `{{ customer["a b"] | default: 'it’s' }}`,
  )
  expect(inBody('{{ customer.name }}', 'customer.name', `"it's"`).body).toBe(`{{ customer.name | default: '"it’s"' }}`)
  // Nothing typed ends the output that it stands in.
  expect(inBody('{{ customer.name }}', 'customer.name', 'a }} b').body).toBe("{{ customer.name | default: 'a } b' }}")
  expect(inBody('{{ customer.name }}', 'customer.name', '$& $1').body).toBe("{{ customer.name | default: '$& $1' }}")
})

test('a template in a list or under a name is found by its pointer', () => {
  const config = { list: [{ text: '{{ event.x }}' }, { text: '{{ event.x }}' }], headers: { 'a/b': '{{ event.x }}' } }
  expect(withFallback(config, '/list/1/text', 'event.x', '-').list).toEqual([
    { text: '{{ event.x }}' },
    { text: "{{ event.x | default: '-' }}" },
  ])
  expect(withFallback(config, '/headers/a~1b', 'event.x', '-').headers).toEqual({
    'a/b': "{{ event.x | default: '-' }}",
  })
  expect(withFallback(config, '/gone/1', 'event.x', '-')).toEqual(config)
})
