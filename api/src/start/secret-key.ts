import { randomBytes } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from './processes.ts'

/** The key that seals secrets, kept in the data folder for its owner's eyes: the first call makes it. 32 bytes in base64. */
export async function keepSecretKey(folder: string): Promise<string> {
  const file = join(folder, 'secret.key')
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(`${randomBytes(32).toString('base64')}\n`)
    await handle.sync()
    await handle.close()
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  return (await readFile(file, 'utf8')).trim()
}
