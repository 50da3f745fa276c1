import type { Catalog } from '@wend/nodes/catalog'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { KnownUsers } from './changes/known-users.ts'
import type { Plans } from './changes/plans.ts'
import type { Poker } from './poke.ts'

/** What every function of the engine works with: made once a process. */
export interface Engine {
  pool: pg.Pool
  log: Logger
  catalog: Catalog
  plans: Plans
  users: KnownUsers
  /** Rings workflows after a commit. */
  poker: Pick<Poker, 'ring' | 'reach'>
}
