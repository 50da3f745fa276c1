import { expect, test } from 'vitest'
import { z } from 'zod'
import { Problem, read } from './problems.ts'

const file = z.strictObject({
  name: z.string(),
  nodes: z.array(z.strictObject({ config: z.record(z.string(), z.json()) })),
})

const said = (value: unknown, language: 'en' | 'zh-CN') => {
  try {
    read(file, value, 'invalid-body', language)
  } catch (error) {
    if (error instanceof Problem) return error.issues.map(({ path, message }) => `${path} ${message}`)
    throw error
  }
  return []
}

test('a value of the wrong kind, or none, is told in words that an operator can act on', () => {
  expect(said({ nodes: [{ config: [] }] }, 'en')).toEqual([
    '/name This is missing. It must be a text.',
    '/nodes/0/config This must be an object, in { }.',
  ])
  expect(said({ name: 7, nodes: 'x' }, 'zh-CN')).toEqual(['/name 此项应为文本。', '/nodes 此项应为列表（用 [ ]）。'])
})

test('of very many faults the first thousand are told, and that there are more', () => {
  const keys = Object.fromEntries(Array.from({ length: 80_000 }, (_, nth) => [`k${nth}`, 1]))
  const told = said({ name: 'x', nodes: [], ...keys }, 'en')
  expect(told).toHaveLength(1_001)
  expect(told[0]).toBe('/k0 Not known here. Remove it.')
  expect(told.at(-1)).toBe(' More faults follow that are not listed. Mend these first.')
})
