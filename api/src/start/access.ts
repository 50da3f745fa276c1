import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { replace } from './folder.ts'

/** `access.json`: what scripts and engineers need to reach this Wend. */
export const access = z.object({
  url: z.string(),
  apiKey: z.string(),
  writeKey: z.string(),
  signInUrl: z.string(),
  databaseUrl: z.string(),
  temporalAddress: z.string(),
  temporalNamespace: z.string(),
  /** Null where Temporal is not ours. */
  temporalUiUrl: z.string().nullable(),
})
export type Access = z.infer<typeof access>

const fileIn = (folder: string): string => join(folder, 'access.json')

export const writeAccess = (folder: string, content: Access): Promise<void> =>
  replace(fileIn(folder), `${JSON.stringify(content, null, 2)}\n`)

/** What the last start wrote; undefined where there is none that can be read. */
export async function readAccess(folder: string): Promise<Access | undefined> {
  try {
    return access.parse(JSON.parse(await readFile(fileIn(folder), 'utf8')))
  } catch {
    return undefined
  }
}
