import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { catalog } from './catalog.ts'
import { blocksOf, write } from './test-page.ts'

// docs/nodes.md is run as it is written, in a copy of this package.

const root = resolve(import.meta.dirname, '../..')
let copy: string
let page: string

beforeAll(async () => {
  page = await readFile(join(root, 'docs/nodes.md'), 'utf8')
  copy = await mkdtemp(join(tmpdir(), 'wend-docs-'))
  await cp(join(root, 'nodes'), join(copy, 'nodes'), {
    recursive: true,
    // Not the copied page's own test: it would copy for ever.
    filter: (path) => !/node_modules|docs-nodes\.test\.ts$/.test(path.slice(root.length)),
  })
  await cp(join(root, 'tsconfig.base.json'), join(copy, 'tsconfig.base.json'))
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir')
})

afterAll(() => rm(copy, { recursive: true, force: true }))

/** What a command says; throws with it when the command fails. */
async function run(command: string): Promise<string> {
  // Not the environment of the vitest that runs this.
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH: `${join(root, 'node_modules/.bin')}${delimiter}${PATH}`, HOME, CI: '1', NO_COLOR: '1' }
  const result = await promisify(execFile)('sh', ['-c', command], { cwd: copy, env }).catch((failure: unknown) => {
    const { stdout, stderr } = z.object({ stdout: z.string(), stderr: z.string() }).parse(failure)
    throw new Error(`${command}\n${stdout}\n${stderr}`)
  })
  return result.stdout
}

test('whoever follows the page has a node type that works', async () => {
  const blocks = blocksOf(page)
  await write(blocks, copy)
  const commands = blocks.flatMap(({ kind, text }) => (kind === 'sh' ? text.trim().split('\n') : []))
  expect(commands.map((command) => command.split(' ')[1])).toEqual(['tsc', 'vitest'])
  const said: string[] = []
  for (const command of commands) said.push(await run(command))
  expect(said.join('\n')).toMatch(/Test Files\s+3 passed/)
}, 60_000)

test('the page names every widget that fields are drawn with, and every file that it points at is there', async () => {
  const schemas = JSON.stringify(
    catalog.all.map(({ config }) => z.toJSONSchema(config, { io: 'input', target: 'draft-7' })),
  )
  for (const [, widget] of schemas.matchAll(/"widget":"([^"]+)"/g)) expect(page).toContain(`\`${widget}\``)
  for (const [, file] of page.matchAll(/`((?:sdk|[a-z-]+)\/[a-z-]+\.ts)`/g)) {
    if (file) expect(await readFile(join(root, 'nodes/src', file), 'utf8')).not.toBe('')
  }
})
