import { join } from 'node:path'
import { ensureEditor } from './editor-build.ts'
import { run } from './run.ts'
import { root } from './settings.ts'

await run(process.env, {
  api: join(root, 'api', 'src', 'main.ts'),
  worker: join(root, 'engine', 'src', 'worker.ts'),
  editor: ensureEditor,
})
