// What comes with production: known weaknesses, and licences. Exits with 1, naming what neither a rule nor a dated exception
// allows. Where the registry does not answer, that is said, and the licences are checked all the same.
// `node .ci/audit.mjs [folder]`
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

/** Licences under which a package may be part of what is given away under Apache-2.0. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
])

const folder = process.argv[2] ?? process.cwd()
const read = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'))
const today = new Date().toISOString().slice(0, 10)
const exceptions = read('.ci/exceptions.json')
const faults = []

for (const [kind, list] of Object.entries(exceptions))
  for (const { id, reason, expires } of list) {
    if (!reason || !/^\d{4}-\d\d-\d\d$/.test(expires))
      faults.push(`${kind}: ${id} needs a reason and a day on which it expires`)
    else if (expires < today) faults.push(`${kind}: the exception for ${id} expired on ${expires}`)
  }
const isExcepted = (kind, id) => exceptions[kind].some((each) => each.id === id)

/** `MIT`, `(MIT OR GPL-2.0)`, `Apache-2.0 AND MIT`: of OR one is enough, of AND all are needed. */
function isAllowed(licence) {
  const plain = licence.replace(/[()]/g, ' ')
  return plain.split(/ OR /).some((way) => way.split(/ AND /).every((one) => allowed.has(one.trim())))
}

/** What a package says of itself where it is installed; packages for other platforms are not. */
function licenceOf(path, locked) {
  const file = join(path, 'package.json')
  const { license, licenses } = existsSync(join(folder, file)) ? read(file) : locked
  const said = license ?? licenses?.map((each) => each.type ?? each).join(' OR ')
  return typeof said === 'object' ? said.type : (said ?? locked.license ?? 'none')
}

const shipped = Object.entries(read('package-lock.json').packages).filter(
  ([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link,
)
for (const [path, locked] of shipped) {
  const licence = licenceOf(path, locked)
  const id = `${path.slice(path.lastIndexOf('node_modules/') + 13)}@${locked.version}`
  if (!isAllowed(licence) && !isExcepted('licences', id)) faults.push(`licences: ${id} is under ${licence}`)
}
console.log(`licences: ${shipped.length} packages read`)

/** What `npm audit` says, or why it could not be asked. */
const audit = () =>
  new Promise((resolve) => {
    const args = ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=10000']
    execFile('npm', args, { cwd: folder, maxBuffer: 100_000_000, timeout: 30_000 }, (error, out) => {
      try {
        const { vulnerabilities, message, error: told } = JSON.parse(out)
        resolve(vulnerabilities ? { vulnerabilities } : { unasked: message || told?.summary || 'it does not say why' })
      } catch {
        resolve({ unasked: error?.message ?? 'npm audit said nothing' })
      }
    })
  })

const { vulnerabilities, unasked } = await audit()
if (vulnerabilities) {
  // Of what only depends on a weak package, `via` names that package.
  const advisories = Object.values(vulnerabilities).flatMap(({ via }) => via.filter((each) => typeof each === 'object'))
  for (const { url, name, severity, title } of advisories) {
    const id = url.slice(url.lastIndexOf('/') + 1)
    if (!isExcepted('advisories', id)) faults.push(`advisories: ${id} (${severity}) in ${name}: ${title}`)
  }
  console.log(`advisories: ${advisories.length} known`)
} else {
  console.log(
    `\n!!! THE REGISTRY WAS NOT ASKED FOR KNOWN WEAKNESSES: ${unasked}\n!!! Run npm audit where it answers.\n`,
  )
}

for (const fault of new Set(faults)) console.log(fault)
if (faults.length > 0) process.exitCode = 1
