// Carries out the Dockerfile's COPY and RUN lines with this machine's own Node.js, without an engine: what would be the image's
// /wend is in FOLDER afterwards. What only an image can do (users, /data) is left out. `node .ci/image.mjs FOLDER`
import { execFileSync, execSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('..', import.meta.url))
const wanted = process.argv[2]
if (!wanted || existsSync(wanted)) {
  console.error('Say a folder that is not there yet: node .ci/image.mjs FOLDER')
  process.exit(2)
}

/** Of each stage, where its /wend is. */
const stages = new Map()
const workdir = '/wend'
let folder = ''
const rooms = mkdtempSync(join(tmpdir(), 'wend-image-'))
try {
  for (const line of instructions()) {
    const [word, ...rest] = line.split(/\s+/)
    console.log(line)
    if (word === 'FROM') begin(rest)
    else if (word === 'COPY') copy(rest)
    else if (word === 'RUN' && !line.includes('/data')) {
      const env = { ...process.env, ...(stages.size === 1 ? {} : { NODE_ENV: 'production' }) }
      execSync(line.slice('RUN '.length), { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env })
    }
  }
} finally {
  rmSync(rooms, { recursive: true, force: true })
}

function instructions() {
  const lines = readFileSync(join(repository, 'Dockerfile'), 'utf8').replace(/\\\n/g, ' ').split('\n')
  return lines.map((line) => line.trim()).filter((line) => line && !line.startsWith('#'))
}

/** The last stage is the image. */
function begin(rest) {
  const name = rest[1] === 'AS' ? rest[2] : ''
  folder = name ? join(rooms, name) : wanted
  mkdirSync(folder, { recursive: true })
  stages.set(name, folder)
}

function copy(rest) {
  const flags = Object.fromEntries(rest.filter((part) => part.startsWith('--')).map((part) => part.slice(2).split('=')))
  const paths = rest.filter((part) => !part.startsWith('--'))
  const to = join(folder, paths.at(-1))
  for (const path of paths.slice(0, -1)) {
    if (flags.from) cpSync(join(stages.get(flags.from), relative(workdir, path)), to, { recursive: true })
    // What git knows, or would know: the rest is what .dockerignore leaves out.
    else if (path === '.') {
      const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
        cwd: repository,
        encoding: 'utf8',
      })
      for (const file of files.split('\n').filter(Boolean)) {
        if (existsSync(join(repository, file))) cpSync(join(repository, file), join(to, file))
      }
    } else {
      const isFolder = paths.at(-1).endsWith('/') || paths.length > 2
      cpSync(join(repository, path), isFolder ? join(to, path.split('/').at(-1)) : to, { recursive: true })
    }
  }
}
