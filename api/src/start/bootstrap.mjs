// What `npm start` runs first. Plain JavaScript without dependencies: it brings them, and runs on any Node.js at all to say
// that it is too old.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const installing = join(root, '.wend', 'installing')

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  end(
    `Wend needs Node.js 20.19 or newer, and this is ${process.versions.node}: install a newer one from https://nodejs.org.`,
  )
}
if (!packagesAreCurrent()) {
  await otherInstallation()
  if (!packagesAreCurrent()) await install()
}
if (!process.argv.includes('--install-only')) {
  const { register } = await import('tsx/esm/api')
  register()
  await import('./main.ts')
}

/** Whether node_modules holds what the lock file names; what only another kind of machine needs may be absent. */
function packagesAreCurrent() {
  const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'))
  const wanted = packagesIn(join(root, 'package-lock.json'))
  if (!installed || !wanted) return false
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (!path.includes('node_modules/') || link || optional) return true
    return installed[path] && installed[path].version === version
  })
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** Waits for an npm ci that runs here already: of another start, or left by one that was killed. Two at once break each other. */
async function otherInstallation() {
  for (let tick = 0; tick < 600 && isAlive(installer()); tick++) {
    if (tick === 0) console.log(`Waiting for the installation of packages that runs here (process ${installer()}) …`)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

function installer() {
  try {
    return Number(readFileSync(installing, 'utf8'))
  } catch {
    return 0
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function install() {
  const began = Date.now()
  const seconds = () => Math.round((Date.now() - began) / 1000)
  console.log('Installing packages (npm ci) …')
  const ticking = setInterval(() => console.log(`Installing packages (npm ci) … ${seconds()} s`), 10_000)

  // The very npm that runs us, else the one on PATH. Building the editor needs what an ordinary installation has.
  const script = process.env.npm_execpath
  const npm = script?.endsWith('.js') && existsSync(script) ? [process.execPath, script] : ['npm']
  const ci = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const child = spawn(npm[0], [...npm.slice(1), ...ci], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  noteInstaller(child.pid)
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (said = (said + chunk).slice(-20_000)))
  const code = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', resolve)
  })
  clearInterval(ticking)
  noteInstaller(undefined)
  if (code !== 0) {
    console.error(said)
    end(
      `The packages could not be installed (npm ci: ${code}): check the connection to the npm registry and that ${root} can be written.`,
    )
  }
  console.log(`Installed packages in ${seconds()} s.`)
}

/** A folder that cannot be written is found by npm, which says so better. */
function noteInstaller(pid) {
  try {
    if (!pid) return rmSync(installing, { force: true })
    mkdirSync(join(root, '.wend'), { recursive: true, mode: 0o711 })
    writeFileSync(installing, String(pid))
  } catch {}
}

function end(reason) {
  console.error(reason)
  process.exit(1)
}
