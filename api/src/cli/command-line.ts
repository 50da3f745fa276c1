import { parseArgs } from 'node:util'
import { readAccess } from '../start/access.ts'
import { readSettings } from '../start/settings.ts'
import { CliError } from './cli-error.ts'
import { type Columns, parseTime, type Span } from './event-file.ts'

/** What every command that reads a file of events is told. */
export interface CommandLine {
  file: string
  columns: Columns
  span: Span
  /** How many times real speed. */
  speed: number
  prefix: string
  emailAt: string | undefined
  journey: string | undefined
  url: string
  key: string
}

const options = {
  user: { type: 'string', default: 'user_id' },
  event: { type: 'string', default: 'event' },
  time: { type: 'string', default: 'timestamp' },
  property: { type: 'string', multiple: true },
  trait: { type: 'string', multiple: true },
  from: { type: 'string' },
  to: { type: 'string' },
  speed: { type: 'string', default: '3600' },
  prefix: { type: 'string', default: '' },
  'email-at': { type: 'string' },
  journey: { type: 'string' },
  url: { type: 'string' },
  key: { type: 'string' },
} as const

/** Reads the arguments. Where `--url` or `--key` is missing, `access.json` of the Wend that runs here says it. */
export async function readCommandLine(
  args: string[],
  keyIs: 'writeKey' | 'apiKey',
  usage: string,
): Promise<CommandLine> {
  const { values, file } = parse(args, usage)
  const access = await readAccess(readSettings(process.env).folder)
  const url = values.url ?? access?.url
  const key = values.key ?? access?.[keyIs]
  if (!url || !key)
    throw new CliError(`No Wend was started here: start one with npm start, or say --url and --key.\n\n${usage}`)

  const speed = Number(values.speed)
  if (!(speed > 0)) throw new CliError(`--speed must be a number above 0, and it is «${values.speed}».`)
  return {
    file,
    columns: {
      user: values.user,
      event: values.event,
      time: values.time,
      properties: values.property ?? [],
      traits: values.trait ?? [],
    },
    span: { fromMs: instant('--from', values.from), toMs: instant('--to', values.to) },
    speed,
    prefix: values.prefix,
    emailAt: values['email-at'],
    journey: values.journey,
    url: url.replace(/\/+$/, ''),
    key,
  }
}

/** Runs a command to its end: an error that its caller can mend is one message and exit code 1. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command()
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

function parse(args: string[], usage: string) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [file, ...more] = positionals
    if (file === undefined || more.length) throw new CliError(`Name one file.\n\n${usage}`)
    return { values, file }
  } catch (error) {
    if (error instanceof CliError) throw error
    throw new CliError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}

function instant(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const atMs = parseTime(text)
  if (Number.isNaN(atMs))
    throw new CliError(`${name} must be a date or a time such as 2024-03-11T08:00:00Z, and it is «${text}».`)
  return atMs
}
