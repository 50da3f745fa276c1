import { parseArgs } from 'node:util'
import { fuzzRoutes } from './fuzz/routes.ts'
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
const say = (progress: string) => process.stderr.write(`\r  ${progress.padEnd(70)}`)
const stand = await startStand()
try {
  const part = await fuzzRoutes(stand, { seed, count: Number(values.requests), say })
  console.log(`\n${table(part.table)}`)
  for (const { at, what, times, seed, repeat } of part.findings.all)
    console.log(`\n${at} (${times}×, seed ${seed}): ${what}\n  ${repeat}`)
} finally {
  await stand.stop()
}
