import { editor } from './editor.ts'
import { engine } from './engine.ts'
import { entry } from './entry.ts'
import { growth } from './growth.ts'
import { history } from './history.ts'
import { ingest } from './ingest.ts'
import { overload } from './overload.ts'
import { reaction } from './reaction.ts'
import type { Row } from './row.ts'
import { scale } from './scale.ts'
import { stop } from './stop.ts'
import { storm } from './storm.ts'

/** Every row, in the order run. `audience` and `rehearse` come with what they measure. */
export const rows: readonly Row[] = [
  history,
  engine,
  reaction,
  entry,
  ingest,
  growth,
  overload,
  stop,
  storm,
  scale,
  editor,
]
