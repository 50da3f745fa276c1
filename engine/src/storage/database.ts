import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const int8 = 20

/** bigint as a number: our ids and counts stay far below 2^53. */
const readTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === int8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format)),
}

/** How `connect` may differ from its defaults. Times in milliseconds. */
export interface ConnectOptions {
  /** The most connections at once. */
  max: number
  /** What Postgres lists this process as. */
  name?: string
  /** A statement that takes longer is cancelled. */
  statementTimeoutMs?: number
}

/** A pool of connections in UTC that reads bigint as number. Connects when first asked; `pool.end()` closes it. */
export function connect(url: string, { max, name = 'wend', statementTimeoutMs = 30_000 }: ConnectOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 60_000,
    options: '-c timezone=UTC',
    types: readTypes,
    // What needs no answer of what goes before it is sent right behind it: see `transaction`, `StepTransaction`.
    pipeline: true,
  })
  // A connection that is lost is replaced by the next query, or fails the query that is on its way; unheard, the event would
  // end the process: the pool's for one that rests, the connection's own for one that is held between two queries.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

const deadlock = '40P01'
const serializationFailure = '40001'
const attempts = 5

/** Whether Postgres broke off a transaction in favour of another, so that it may go well the next time. */
export const isWorthAnother = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.code === deadlock || error.code === serializationFailure)

/**
 * Waits until what was sent before and what was sent behind it are both over. Throws what failed first: what is behind it fails
 * for that.
 */
export async function inOrder<T>(before: Promise<unknown>, behind: Promise<T>): Promise<T> {
  const [first, second] = await Promise.allSettled([before, behind])
  if (first.status === 'rejected') throw first.reason
  if (second.status === 'rejected') throw second.reason
  return second.value
}

/**
 * Takes what was sent just now as the last of a transaction: COMMIT goes right behind it, and where it fails rolls back. Answers
 * what it answered, once that is durable.
 */
export type Last = <T>(sent: Promise<T>) => Promise<T>

type Work<T> = (client: pg.PoolClient, last: Last) => Promise<T>

/**
 * Runs `work` in one READ COMMITTED transaction and answers what it answered. What it throws rolls back. `first`, a statement
 * without parameters, goes along with BEGIN; both are on their way, ahead of it, when `work` asks its first question.
 * After a deadlock it is run again from the start, at most five times: it may have no effect but on the database.
 */
export async function transaction<T>(pool: pg.Pool, work: Work<T>, first?: string): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryTransaction(pool, work, first)
    } catch (error) {
      if (attempt === attempts || !isWorthAnother(error)) throw error
      await sleep(Math.random() * 20 * 2 ** attempt)
    }
  }
}

async function tryTransaction<T>(pool: pg.Pool, work: Work<T>, first: string | undefined): Promise<T> {
  const client = await pool.connect()
  let broken = false
  let committed: Promise<unknown> | undefined
  const commit = () => {
    committed ??= client.query('COMMIT')
    return committed
  }
  const last: Last = async (sent) => {
    await inOrder(sent, commit())
    return sent
  }
  try {
    const begun = client.query(`BEGIN ISOLATION LEVEL READ COMMITTED${first === undefined ? '' : `; ${first}`}`)
    const answer = await inOrder(begun, work(client, last))
    await commit()
    return answer
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}
