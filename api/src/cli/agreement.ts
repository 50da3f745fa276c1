import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type CartCounts, countCarts } from './cart-counts.ts'
import { CliError } from './cli-error.ts'
import { readCommandLine, runCommand } from './command-line.ts'
import { readEvents } from './event-file.ts'

const usage = `npm run agreement -- FILE.csv[.gz] --journey ID --user user_id --event event --time timestamp [--from T] [--to T] [--speed 3600]
  Compares what the cart-recovery journey counted during one replay with what stands in the file.
  [--url URL --key KEY]  another Wend than the one that runs here, and an API key of it`

/** The journey's wait, and how far from it nobody can say who was first, both in the replay's own time. */
const limitMs = 2_000
const closeMs = 500
const patienceMs = 60_000

const counted = z.object({
  entered: z.number(),
  active: z.number(),
  nodes: z.record(z.string(), z.object({ outlets: z.record(z.string(), z.number()) })),
})
type Counted = z.infer<typeof counted>

await runCommand(async () => {
  const { file, columns, span, speed, journey, url, key } = await readCommandLine(
    process.argv.slice(2),
    'apiKey',
    usage,
  )
  if (!journey) throw new CliError(`Say which journey with --journey.\n\n${usage}`)

  const events = await readEvents(file, { ...columns, properties: ['platform'] }, span)
  const { counts, close } = countCarts(events, limitMs * speed, closeMs * speed)
  const wend = countsOf(await settled(`${url}/v1/journeys/${encodeURIComponent(journey)}/counts`, key))

  const rows: [string, keyof CartCounts][] = [
    ['entered', 'entered'],
    ['bought in time', 'bought'],
    ['timed out', 'timedOut'],
    ['reminded on desktop', 'desktop'],
    ['reminded elsewhere', 'otherPlatform'],
  ]
  const table = rows.map(([name, field]) => ({
    '': name,
    'in the file': counts[field],
    'in Wend': wend[field],
    difference: wend[field] - counts[field],
  }))
  console.table(table)
  const agrees = table.every(({ difference }) => Math.abs(difference) <= close)
  console.log(
    `${close} moments within half a second of the two-second limit may fall on either side. ${agrees ? 'They agree.' : 'They do not agree.'}`,
  )
  return agrees ? 0 : 1
})

/** The counts once nobody is inside any longer. */
async function settled(address: string, key: string): Promise<Counted> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(500)) {
    const response = await fetch(address, { headers: { authorization: `Bearer ${key}` } }).catch((error: unknown) => {
      throw new CliError(`${address} cannot be reached: ${error instanceof Error ? error.message : String(error)}.`)
    })
    if (!response.ok)
      throw new CliError(`${address} answers ${response.status}: ${(await response.text()).slice(0, 500)}`)
    const counts = counted.parse(await response.json())
    if (counts.active === 0) return counts
    if (Date.now() > deadline)
      throw new CliError(`${counts.active} customers are still inside after a minute: no counts to compare.`)
  }
}

function countsOf({ entered, nodes }: Counted): CartCounts {
  const left = (node: string, outlet: string) => nodes[node]?.outlets[outlet] ?? 0
  return {
    entered,
    bought: left('bought', 'yes'),
    timedOut: left('bought', 'timed-out'),
    desktop: left('platform', 'desktop'),
    otherPlatform: left('platform', 'else'),
  }
}
