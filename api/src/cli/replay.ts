import { readCommandLine, runCommand } from './command-line.ts'
import { readEvents } from './event-file.ts'
import { progressBar } from './progress-bar.ts'
import { replayEvents } from './replay-events.ts'

const usage = `npm run replay -- FILE.csv[.gz] --user user_id --event event --time timestamp
  [--property COLUMN]…   columns that become the event's properties
  [--trait COLUMN]…      columns that become the customer's attributes
  [--from T] [--to T]    only what happened from a time, and before another
  [--speed 3600]         how many times real speed
  [--prefix TEXT]        stands before every customer's id
  [--email-at HOST]      gives every customer an e-mail address: her id at this host
  [--url URL --key KEY]  another Wend than the one that runs here, and a write key of it`

await runCommand(async () => {
  const { file, columns, span, speed, prefix, emailAt, url, key } = await readCommandLine(
    process.argv.slice(2),
    'writeKey',
    usage,
  )
  const events = await readEvents(file, columns, span)
  const [first, last] = [events[0], events.at(-1)]
  if (!first || !last) {
    console.error(`${file} has no events in that time.`)
    return 1
  }
  const seconds = Math.round((last.atMs - first.atMs) / speed / 1000)
  console.log(
    `${events.length} events, ${instant(first.atMs)} to ${instant(last.atMs)}, in about ${seconds} s to ${url}`,
  )

  const bar = progressBar(events.length, process.stdout)
  const sent = (count: number, { atMs }: { atMs: number }) => bar.at(count, instant(atMs))
  const done = await replayEvents(events, { url, writeKey: key, speed, prefix, emailAt, sent }).finally(() => bar.end())
  console.log(
    `Sent ${done.events} events of ${done.customers} customers; the latest was ${done.latestMs} ms behind its moment.`,
  )
  return 0
})

function instant(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')
}
