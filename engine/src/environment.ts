import { readFileSync } from 'node:fs'

/** Every variable that api, worker and the commands read. Each may come as a file instead: see `readEnvironment`. */
export const variables = [
  'PORT',
  'DATABASE_URL',
  'DATABASE_PASSWORD',
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS_CERT',
  'TEMPORAL_TLS_KEY',
  'TEMPORAL_TLS_CA',
  'SMTP_URL',
  'WEND_ALLOW_HOSTS',
  'WEND_DATA_DIR',
  'WEND_EVENT_MONTHS',
  'WEND_PROXIES',
  'WEND_PUBLIC_URL',
  'WEND_SECRET_KEY',
  'WEND_WORKER_PORT',
  'LOG_LEVEL',
] as const

/** What the environment says, read through `readEnvironment`. An empty variable is absent. */
export type Environment = Partial<Record<(typeof variables)[number], string>>

/**
 * Reads our variables. Where `NAME` is absent and `NAME_FILE` names a file, the file's text, without its last line break, is
 * the value: so secrets come into containers. `DATABASE_PASSWORD` completes a `DATABASE_URL` that has none.
 * Throws, naming the variable, where a file cannot be read.
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const read: Environment = {}
  for (const name of variables) {
    const value = env[name] || contentOf(`${name}_FILE`, env[`${name}_FILE`])
    if (value) read[name] = value
  }
  const { DATABASE_URL: url, DATABASE_PASSWORD: password } = read
  return url && password ? { ...read, DATABASE_URL: withPassword(url, password) } : read
}

function contentOf(name: string, file: string | undefined): string | undefined {
  if (!file) return undefined
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new Error(`${name} names a file that cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

function withPassword(url: string, password: string): string {
  if (!URL.canParse(url)) return url
  const address = new URL(url)
  if (address.password) return url
  address.password = encodeURIComponent(password)
  return address.href
}
