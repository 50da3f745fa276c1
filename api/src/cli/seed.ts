// Makes the first workspace with its keys, and a sign-in link: `npm run seed`. For an api that runs apart from `npm start`,
// which does this by itself. Repeated, it keeps workspace and keys and makes a new link.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from '@wend/engine/storage/database'
import { readAccess, writeAccess } from '../start/access.ts'
import { seed } from '../start/seed.ts'
import { readSettings } from '../start/settings.ts'

const { databaseUrl, folder, port, publicUrl, temporalAddress, temporalNamespace } = readSettings(process.env)
if (!databaseUrl) {
  console.error('DATABASE_URL is missing: set it to postgres://user:password@host:5432/database.')
  process.exit(2)
}
await mkdir(folder, { recursive: true })
const before = await readAccess(folder)
const pool = connect(databaseUrl, { max: 2, name: 'wend seed' })
const { apiKey, writeKey, signInToken } = await seed(pool, before ?? {}).finally(() => pool.end())
const url = publicUrl ?? `http://localhost:${port}`
const signInUrl = `${url}/sign-in?token=${signInToken}`
// The password may have come as a secret, and is not written beside the keys.
const database = new URL(databaseUrl)
database.password = ''
await writeAccess(folder, {
  url,
  apiKey,
  writeKey,
  signInUrl,
  databaseUrl: database.href,
  temporalAddress: temporalAddress ?? '127.0.0.1:7233',
  temporalNamespace,
  temporalUiUrl: null,
})
console.log(`Sign in within 24 hours: ${signInUrl}`)
console.log(`The keys are in ${join(folder, 'access.json')}.`)
