import { parseArgs } from 'node:util'
import { readEnvironment } from '@wend/engine/environment'
import { temporalAccess } from '@wend/engine/temporal'
import { countLive, recover } from '@wend/engine/upkeep/recover'
import { pino } from 'pino'
import { connectEngine } from '../connect-engine.ts'
import { readAccess } from '../start/access.ts'
import { readSettings } from '../start/settings.ts'
import { CliError } from './cli-error.ts'
import { runCommand } from './command-line.ts'
import { progressBar } from './progress-bar.ts'

const usage = `npm run recover [-- --per-second 200]
  Rings every live enrollment, so that a Temporal that lost its database has their workflows again. It may be repeated.
  DATABASE_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: the servers, where it is not the Wend that was started here`

await runCommand(async () => {
  const perSecond = readRate(process.argv.slice(2))
  const access = await readAccess(readSettings(process.env).folder)
  const env = readEnvironment(process.env)
  const databaseUrl = env.DATABASE_URL ?? access?.databaseUrl
  if (!databaseUrl) throw new CliError(`No Wend was started here: say DATABASE_URL and TEMPORAL_ADDRESS.\n\n${usage}`)
  const temporal = temporalAccess({
    ...(access && { TEMPORAL_ADDRESS: access.temporalAddress, TEMPORAL_NAMESPACE: access.temporalNamespace }),
    ...env,
  })

  const { engine, close } = connectEngine(databaseUrl, temporal, pino({ level: 'silent' }))
  try {
    const live = await countLive(engine)
    const bar = progressBar(live, process.stdout)
    const rung = await recover(engine, { perSecond, rung: (count) => bar.at(count, 'enrollments rung') }).finally(() =>
      bar.end(),
    )
    console.log(`${rung} live enrollments were rung at ${temporal.address}, namespace ${temporal.namespace}.`)
    return 0
  } catch (error) {
    throw new CliError(`${error instanceof Error ? error.message : String(error)}\nNothing is lost: run it again.`)
  } finally {
    await close(0)
  }
})
// The connection to Temporal is left to the process's end.
process.exit()

function readRate(args: string[]): number {
  try {
    const { values } = parseArgs({ args, options: { 'per-second': { type: 'string', default: '200' } } })
    const perSecond = Number(values['per-second'])
    if (!(perSecond >= 1)) throw new Error(`--per-second must be a number from 1, and it is «${values['per-second']}».`)
    return perSecond
  } catch (error) {
    throw new CliError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}
