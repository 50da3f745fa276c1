// Brings the database that DATABASE_URL names to what this code needs: `npm run migrate`. Run it before what is newer starts.
import { readEnvironment } from '@wend/engine/environment'
import { migrate } from '@wend/engine/storage/migrate'

const { DATABASE_URL: url } = readEnvironment(process.env)
if (!url) {
  console.error('DATABASE_URL is missing: set it to postgres://user:password@host:5432/database.')
  process.exit(2)
}
const ran = await migrate(url)
console.log(ran.length === 0 ? 'The database is up to date.' : `Migrated: ${ran.join(', ')}.`)
