import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Postgres's own words where a client went away or was told to wait: nothing is wrong by them. */
const usual =
  /the database system is starting up|could not send data to client|connection to client lost|deadlock detected|could not receive data from client/

/** What api, worker and Postgres complain of in their logs: each kind once. */
export async function faultsInLogs(folder: string): Promise<string[]> {
  const found = new Map<string, string>()
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.log') || name.startsWith('temporal')) continue
    for (const line of (await readFile(join(folder, name), 'utf8')).split('\n')) {
      const isOurs = /"level":(50|60)/.test(line)
      const isPostgres = name === 'postgres.log' && /(ERROR|FATAL|PANIC): /.test(line) && !usual.test(line)
      if (!isOurs && !isPostgres) continue
      const kind = line.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…').replace(/\d+/g, '0')
      found.set(kind.slice(0, 250), `${name}: ${line.slice(0, 900)}`)
    }
  }
  return [...found.values()].slice(0, 20)
}
