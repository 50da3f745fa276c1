import { execFile } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { CannotStart } from './processes.ts'
import { root } from './settings.ts'
import { progress } from './terminal.ts'

const run = promisify(execFile)
const editor = join(root, 'editor')
/** What ends up in the editor's bundle. */
const sources = [
  'editor/src',
  'editor/public',
  'editor/index.html',
  'editor/vite.config.ts',
  'engine/src/journey',
  'package-lock.json',
]

/** Builds the editor where it is older than its sources. */
export async function ensureEditor(): Promise<void> {
  if (await isStale()) await progress('Building the editor', build)
}

async function isStale(): Promise<boolean> {
  const built = await newest(join(editor, 'dist', 'index.html'))
  const changed = await Promise.all(sources.map((source) => newest(join(root, source))))
  return built < Math.max(...changed)
}

async function build(): Promise<void> {
  const vite = createRequire(join(editor, 'package.json')).resolve('vite/package.json')
  try {
    await run(process.execPath, [join(dirname(vite), 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: editor,
      maxBuffer: 100_000_000,
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
    })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
    throw new CannotStart(`The editor could not be built: ${said.slice(0, 2_000)}`)
  }
}

/** When a file, or the newest below a folder, was changed last, in milliseconds since 1970; 0 where there is none. */
async function newest(path: string): Promise<number> {
  const about = await stat(path).catch(() => undefined)
  if (!about) return 0
  if (!about.isDirectory()) return about.mtimeMs
  const below = await readdir(path)
  return Math.max(about.mtimeMs, ...(await Promise.all(below.map((name) => newest(join(path, name))))))
}
