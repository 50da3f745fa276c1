import { expect, test } from 'vitest'
import { catalog, createCatalog } from './catalog.ts'
import { exit } from './exit/node.ts'

test('a node type is found by its type and version', () => {
  expect(catalog.find('exit', 1)).toBe(exit)
  expect(catalog.find('exit', 2)).toBeUndefined()
  expect(catalog.find('constructor', 1)).toBeUndefined()
})

test('an engineer’s own catalog holds a new version beside the old', () => {
  const next = { ...exit, version: 2 }
  const own = createCatalog([...catalog.all, next])
  expect(own.find('exit', 1)).toBe(exit)
  expect(own.find('exit', 2)).toBe(next)
})

test('two node types cannot share a type and a version', () => {
  expect(() => createCatalog([exit, exit])).toThrow('the same type and version')
})
