import { findNpm } from './folder.ts'
import { CannotStart, isAlive } from './processes.ts'
import { readSettings } from './settings.ts'
import { say } from './terminal.ts'
import { type Parts, prepareWend, type Wend } from './wend.ts'

/** When a shutdown is over at the latest, done or not. What it leaves, the next start finds. */
const patienceMs = 9_800

/** Runs Wend until a signal, or a part that cannot be kept alive, ends this process. */
export async function run(env: NodeJS.ProcessEnv, parts: Parts): Promise<void> {
  let wend: Wend | undefined
  let ending = false

  const end = async (why: string, code: number): Promise<void> => {
    if (ending) return wend?.hurry()
    ending = true
    say(why)
    setTimeout(() => process.exit(code || 1), patienceMs)
    await wend?.stop()
    process.exit(code)
  }
  const fail = (error: unknown) => void end(sentence(error), 1)

  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void end('Stopping …', 0))
  process.on('unhandledRejection', fail)
  process.on('uncaughtException', fail)
  // Who was killed together with the terminal cannot be told so.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

  const npm = await findNpm()
  const { ppid } = process
  const npmIsGone = () => npm !== undefined && (process.ppid !== ppid || !isAlive(npm))
  const lookUp = () => void (!ending && npmIsGone() && end('npm is gone. Stopping …', 1))
  setInterval(lookUp, 500).unref()

  try {
    wend = prepareWend(readSettings(env), parts, fail)
    await wend.start()
  } catch (error) {
    // What a shutdown interrupts is not news.
    if (!ending) fail(error)
  }
}

/** One sentence for what somebody can act on; everything for what is our own mistake. */
const sentence = (error: unknown): string =>
  error instanceof CannotStart ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)
