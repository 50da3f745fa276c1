import { readFile } from 'node:fs/promises'

/** The line of a log that tells best why its process ended: the last with an error in it, else the last. */
export async function lastWords(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '')
  const lines = text.trim().split('\n')
  const line = lines.findLast((words) => /\b(error|fatal|panic)\b/i.test(words)) ?? lines.at(-1)
  return line?.trim().slice(0, 300) || 'it said nothing'
}
