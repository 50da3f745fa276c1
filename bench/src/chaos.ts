import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../../api/src/start/settings.ts'
import { chaos } from './chaos/run.ts'
import { machine } from './stand/machine.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    enrollments: { type: 'string', default: '1000' },
    /** Within which they enter. */
    minutes: { type: 'string' },
    /** Nothing is broken but the sink: what is different then is not the faults' doing. */
    calm: { type: 'boolean', default: false },
  },
})
const enrollments = Number(values.enrollments)
const minutes = Number(values.minutes ?? Math.max(2.5, enrollments / 600))
if (!(enrollments > 0 && minutes > 0)) {
  console.error('npm run chaos -- [--seed TEXT] [--enrollments 1000] [--minutes 2.5] [--calm]')
  process.exit(2)
}
console.log(
  `${Object.values(await machine()).join(' · ')}\nseed ${values.seed} · ${enrollments} enrollments within ${minutes.toFixed(1)} minutes\n`,
)

const beganMs = Date.now()
const say = (line: string): void => {
  process.stderr.write(`${((Date.now() - beganMs) / 1000).toFixed(0).padStart(6)} s  ${line}\n`)
}
const { report, text, differences } = await chaos({
  seed: values.seed,
  enrollments,
  minutes,
  calm: values.calm,
  beganMs,
  say,
})
console.log(`${text}\n`)
for (const difference of differences.slice(0, 10)) console.log(`${difference}\n`)
if (differences.length > 10) console.log(`and ${differences.length - 10} more.`)

const folder = join(root, 'bench', 'results')
await mkdir(folder, { recursive: true })
const file = join(folder, `chaos-${new Date(beganMs).toISOString().replace(/[:.]/g, '-')}.json`)
await writeFile(file, `${JSON.stringify({ machine: await machine(), ...report, told: differences }, null, 2)}\n`)
const verdict =
  differences.length === 0 ? 'What happened is what had to happen.' : `Repeat it with --seed ${values.seed}.`
console.log(`${verdict} Written to ${file}`)
process.exit(differences.length === 0 ? 0 : 1)
