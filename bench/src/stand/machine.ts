import { execFile } from 'node:child_process'
import { cpus, release, totalmem } from 'node:os'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a figure was measured on: without it a figure says nothing. */
export async function machine(): Promise<Record<string, string>> {
  const commit = await run('git', ['describe', '--always', '--dirty']).catch(() => ({ stdout: 'unknown' }))
  return {
    processor: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${process.platform} ${release()}`,
    node: process.version,
    commit: commit.stdout.trim(),
  }
}
