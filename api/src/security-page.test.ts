import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): Promise<string> => readFile(root + path, 'utf8')

/** The rows of its tables: what is promised, and the tests named by file. */
async function rowsOfPage() {
  const lines = (await read('docs/security.md')).split('\n')
  const rows = lines.filter((line) => line.startsWith('| ') && !line.startsWith('| rule |'))
  return rows.map((row) => {
    const [, rule = '', keptBy = ''] = row.split(' | ').length === 2 ? ['', ...row.slice(2).split(' | ')] : []
    const tests: { file: string; name: string }[] = []
    let file = ''
    for (const part of keptBy.replace(/ \|$/, '').split(' · ')) {
      const [, named, first] = /^`([^`]+)`: (.+)$/.exec(part) ?? []
      file = named ?? file
      tests.push({ file, name: first ?? part })
    }
    return { rule, tests }
  })
}

test('every line of the threat model names the tests that keep it, and each of them exists', async () => {
  const rows = await rowsOfPage()
  expect(rows.length).toBeGreaterThan(25)
  const sources = new Map<string, string>()
  for (const { rule, tests } of rows) {
    expect([rule, tests.length > 0 && tests.every(({ file, name }) => file !== '' && name !== '')]).toEqual([
      rule,
      true,
    ])
    for (const { file, name } of tests) {
      if (!sources.has(file)) sources.set(file, await read(file))
      // As the name of a test, not merely somewhere in the file.
      const before = sources.get(file)?.split(`'${name}',`)[0] ?? ''
      const named = before !== sources.get(file) && /(?:\btest\(|\)\()\s*$/.test(before)
      expect([file, name, named]).toEqual([file, name, true])
    }
  }
})

test('it stays one page', async () => {
  expect((await read('docs/security.md')).split('\n').length).toBeLessThan(75)
})
