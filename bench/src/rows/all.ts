import { engine } from './engine.ts'
import { history } from './history.ts'
import { reaction } from './reaction.ts'
import type { Row } from './row.ts'

/** Every row, in the order run. `audience`, `rehearse` and `editor` come with what they measure. */
export const rows: readonly Row[] = [history, engine, reaction]
