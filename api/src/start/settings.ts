import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { secretKey } from '@wend/engine/channels/seal'
import { type Environment, readEnvironment } from '@wend/engine/environment'
import { z } from 'zod'
import { CannotStart } from './processes.ts'

/** The clone's folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url))

const port = z.coerce.number().int().min(0).max(65_535)
const webUrl = z.url({ protocol: /^https?$/ })

/** What the environment says of `npm start`; everything else in it is for api and worker. */
export interface Settings {
  port: number
  folder: string
  publicUrl: string | undefined
  databaseUrl: string | undefined
  temporalAddress: string | undefined
  temporalNamespace: string
  /** Absent: made in the data folder. */
  secretKey: string | undefined
}

/**
 * Reads the environment: a `NAME_FILE` names a file with the value. An empty variable counts as absent. Throws `CannotStart`
 * with the first that cannot be used.
 */
export function readSettings(given: NodeJS.ProcessEnv): Settings {
  const env = readVariables(given)
  const read = <T>(name: keyof Environment, schema: z.ZodType<T>, wanted: string): T | undefined => {
    const text = env[name]
    if (!text) return undefined
    const parsed = schema.safeParse(text)
    if (!parsed.success) throw new CannotStart(`${name} must be ${wanted}, and it is «${text}».`)
    return parsed.data
  }
  return {
    port: read('PORT', port, 'a port, 0 to 65535') ?? 8080,
    folder: resolve(root, env.WEND_DATA_DIR || '.wend'),
    publicUrl: read('WEND_PUBLIC_URL', webUrl, 'an http or https address')?.replace(/\/+$/, ''),
    databaseUrl: env.DATABASE_URL || undefined,
    temporalAddress: env.TEMPORAL_ADDRESS || undefined,
    temporalNamespace: env.TEMPORAL_NAMESPACE || 'wend',
    secretKey: read('WEND_SECRET_KEY', secretKey, '32 bytes in base64')?.toString('base64'),
  }
}

function readVariables(env: NodeJS.ProcessEnv): Environment {
  try {
    return readEnvironment(env)
  } catch (error) {
    throw new CannotStart(`${error instanceof Error ? error.message : error}.`)
  }
}
