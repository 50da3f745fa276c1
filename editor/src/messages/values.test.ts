import { expect, test } from 'vitest'
import { outputOf, valuesOf } from './values.ts'

const paths = (seen: Parameters<typeof valuesOf>[0]) => valuesOf(seen).map(({ path }) => path)
const nowhere = { customer: [], event: [], entry: [] }
const none = { attributes: [], properties: [], places: nowhere, secrets: [] }

test('what a template can always show is offered in an empty workspace too', () => {
  expect(paths(none)).toEqual(['customer.id', 'event.name', 'entry.name', 'journey.name', 'workspace.name'])
})

test('attributes and properties that were seen are offered once each, with an example, objects by their members', () => {
  const seen = {
    attributes: [
      { name: 'Ada', address: { city: 'Bern' }, tags: ['a'] },
      { name: 'Bo', age: 4 },
    ],
    properties: [{ value: 20 }],
    places: {
      ...nowhere,
      customer: [
        { path: 'address.zip', samples: [3000] },
        { path: 'name', samples: ['Eve'] },
      ],
    },
    secrets: ['token'],
  }
  expect(paths(seen)).toEqual(
    expect.arrayContaining([
      'customer.name',
      'customer.address.city',
      'customer.age',
      'customer.address.zip',
      'event.value',
      'entry.value',
      'secrets.token',
    ]),
  )
  expect(valuesOf(seen).find(({ path }) => path === 'customer.name')).toEqual({
    root: 'customer',
    path: 'customer.name',
    example: 'Ada',
  })
  expect(paths(seen)).toHaveLength(new Set(paths(seen)).size)
})

test('a name that Liquid cannot read after a dot is written in brackets; one with both quotes cannot be written', () => {
  const [, odd, quoted, ...more] = valuesOf({ ...none, attributes: [{ 'first name': 'Ada', 'a"b': 1, [`a"b'c`]: 2 }] })
  expect(odd && outputOf(odd)).toBe('{{ customer["first name"] }}')
  expect(quoted && outputOf(quoted)).toBe(`{{ customer['a"b'] }}`)
  expect(more.filter(({ root }) => root === 'customer')).toEqual([])
})
