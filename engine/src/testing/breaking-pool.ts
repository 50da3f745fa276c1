import type pg from 'pg'

/**
 * A pool whose connections can be made to die at one statement: before it reaches Postgres, or after Postgres has carried it
 * out and before anybody hears of it. Counts statements on the way.
 */
export function breaking() {
  let statements = 0
  let breakAt: number | undefined
  let when: 'before' | 'after' = 'before'
  let broken = ''
  let forReal = true

  const watched = (client: pg.PoolClient): pg.PoolClient =>
    new Proxy(client, {
      get(of, key) {
        if (key === 'query') return (...sent: unknown[]) => query(of, sent)
        const value: unknown = Reflect.get(of, key, of)
        return typeof value === 'function' ? value.bind(of) : value
      },
    })

  async function query(client: pg.PoolClient, sent: unknown[]): Promise<unknown> {
    const dies = ++statements === breakAt
    if (dies) broken = JSON.stringify(sent[0]).slice(0, 60)
    if (dies && when === 'before') await die(client, forReal)
    const answer: unknown = await Reflect.apply(client.query, client, sent)
    if (dies) await die(client, forReal)
    return answer
  }

  return {
    wrap: (pool: pg.Pool): pg.Pool =>
      new Proxy(pool, {
        get(of, key) {
          if (key === 'connect') return async () => watched(await of.connect())
          const value: unknown = Reflect.get(of, key, of)
          return typeof value === 'function' ? value.bind(of) : value
        },
      }),
    /** Lets the connection die at the nth statement from now; undefined: at none. `terminates`: the connection is really gone. */
    breakAt(nth: number | undefined, moment: typeof when = 'before', terminates = true): void {
      forReal = terminates
      statements = 0
      broken = ''
      breakAt = nth
      when = moment
    },
    /** Statements since the last `breakAt`. */
    count: (): number => statements,
    /** How the statement began that died. */
    broken: (): string => broken,
  }
}

/**
 * Ends the connection as a crash would: what was not committed is rolled back by Postgres. Or only rolls back, which is all
 * that Postgres sees of a crash, and takes a tenth of the time.
 */
async function die(client: pg.PoolClient, forReal: boolean): Promise<never> {
  if (!forReal) {
    await Reflect.apply(client.query, client, ['ROLLBACK'])
    throw new Error('the connection died')
  }
  client.once('error', () => {})
  await Reflect.apply(client.query, client, ['SELECT pg_terminate_backend(pg_backend_pid())']).catch(() => {})
  throw new Error('the connection died')
}
