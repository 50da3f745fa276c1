import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../../api/src/start/settings.ts'
import { fuzzCsv } from './fuzz/csv.ts'
import type { Part, PartOptions } from './fuzz/finding.ts'
import { fuzzJourneys } from './fuzz/journeys.ts'
import { fuzzRoutes } from './fuzz/routes.ts'
import { fuzzRules } from './fuzz/rules.ts'
import { fuzzTemplates } from './fuzz/templates.ts'
import { machine } from './stand/machine.ts'
import { startStand } from './stand/stand.ts'
import { table } from './stand/table.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    requests: { type: 'string', default: '50000' },
    only: { type: 'string', multiple: true },
  },
})
const seed = values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed)
const requests = Number(values.requests)
const say = (progress: string) => process.stderr.write(`\r  ${progress.padEnd(70)}`)

const stand = await startStand()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stand.stop().finally(() => process.exit(130)))
const sized = (share: number): PartOptions => ({ seed, count: Math.round(requests * share), say })
const parts: Record<string, () => Promise<Part>> = {
  templates: () => fuzzTemplates(sized(0.2)),
  rules: () => fuzzRules(stand.pool, sized(0.1)),
  csv: () => fuzzCsv(sized(0.04)),
  journeys: () => fuzzJourneys(stand, sized(0.2)),
  routes: () => fuzzRoutes(stand, sized(1)),
}

const names = values.only ?? Object.keys(parts)
const unknown = names.find((name) => !(name in parts))
const about = { at: new Date().toISOString(), seed, requests, machine: await machine() }
console.log(`${Object.values(about.machine).join(' · ')} · seed ${seed}\n`)
const done: Part[] = []
try {
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}: choose of ${Object.keys(parts).join(', ')}.`)
  for (const name of names) {
    const beganMs = Date.now()
    const part = await parts[name]?.()
    if (!part) continue
    done.push(part)
    console.log(
      `\r${name}: ${part.tried.toLocaleString('en')} tried in ${Math.round((Date.now() - beganMs) / 1000)} s, ${part.findings.all.length} findings`.padEnd(
        72,
      ),
    )
    console.log(`${table(part.table)}\n`)
  }
} finally {
  await stand.stop()
}

const found = done.flatMap(({ findings }) => findings.all)
const folder = join(root, 'bench', 'results')
await mkdir(folder, { recursive: true })
const file = join(folder, `fuzz-${about.at.replace(/[:.]/g, '-')}.json`)
await writeFile(
  file,
  `${JSON.stringify({ ...about, parts: done.map(({ findings, ...part }) => ({ ...part, findings: findings.all })) }, null, 2)}\n`,
)
console.log(`${found.length === 0 ? 'Nothing was found.' : `${found.length} findings.`} Written to ${file}`)
process.exit(found.length === 0 ? 0 : 1)
