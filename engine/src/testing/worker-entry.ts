import { catalog } from '@wend/nodes/catalog'
import { pino } from 'pino'
import { readEnvironment } from '../environment.ts'
import { startWorker } from '../start-worker.ts'
import { temporalAccess } from '../temporal.ts'

// A worker in a process of its own, on a queue of its own: for tests that kill it. Arguments: database, queue, allowed hosts.
const [databaseUrl = '', queue = '', allowHosts = ''] = process.argv.slice(2)
const worker = await startWorker({
  databaseUrl,
  temporal: temporalAccess(readEnvironment(process.env)),
  catalog,
  log: pino({ level: 'silent' }),
  publicUrl: 'http://localhost',
  allowHosts,
  queue,
})
process.on('message', worker.stop)
// Nobody is to find it running after its test.
process.on('disconnect', () => process.exit(1))
process.send?.('ready')
await worker.ended
process.exit(0)
