import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { catalog } from './catalog.ts'

// docs/nodes.md is run as it is written, in a copy of this package.

const root = resolve(import.meta.dirname, '../..')
let copy: string
let page: string

/** The page's code blocks: what kind, for which file, and what is in them. */
const blocksOf = (markdown: string) =>
  [...markdown.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, kind, file, text = '']) => ({
    kind,
    file,
    text,
  }))

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

/** Puts each added line behind the line before it. */
function patched(source: string, diff: string): string {
  const lines = source.split('\n')
  let at = -1
  for (const line of diff.trimEnd().split('\n')) {
    if (line.startsWith('+')) {
      lines.splice(at + 1, 0, line.slice(1))
      at += 1
    } else {
      at = lines.indexOf(line.slice(1))
      expect(at, `the page speaks of a line that is not there: ${line}`).toBeGreaterThanOrEqual(0)
    }
  }
  return lines.join('\n')
}

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
  for (const { kind, file, text } of blocks) {
    if (!file) continue
    const path = join(copy, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, kind === 'diff' ? patched(await readFile(path, 'utf8'), text) : text)
  }
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
