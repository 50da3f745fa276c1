import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const walls = fileURLToPath(new URL('./walls.mjs', import.meta.url))
const packages = fileURLToPath(new URL('../node_modules', import.meta.url))

/** Each breaks one wall. */
const forbidden: Record<string, string> = {
  'nodes/src/spy.ts': `import type { Part } from '../../engine/src/part.ts'`,
  'nodes/src/reader.ts': `import { readFile } from 'node:fs/promises'`,
  'engine/src/part.ts': `import '../../api/src/server.ts'`,
  'engine/src/workflow/fat.ts': `import { z } from 'zod'`,
  'engine/src/rules/stained.ts': `import { Pool } from 'pg'`,
  'engine/src/lost.ts': `import './nowhere.ts'`,
  'engine/src/circle.ts': `import './round.ts'`,
  'engine/src/round.ts': `import './circle.ts'`,
  'api/src/server.ts': `import '../../editor/src/page.tsx'`,
  'editor/src/page.tsx': `import { part } from '../../engine/src/part.ts'\nexport const Page = () => <b title="x">hi</b>`,
  'editor/src/flow.tsx': `import { Handle } from '@xyflow/react'`,
}

/** All of these may be. */
const allowed: Record<string, string> = {
  'engine/src/journey/journey.ts': `export type Journey = string`,
  'engine/src/workflow/thin.ts': `import { sleep } from '@temporalio/workflow'\nimport type { z } from 'zod'`,
  'engine/src/step/world.ts': `import type { Pool } from 'pg'`,
  'editor/src/card.tsx': `import type { Journey } from '../../engine/src/journey/journey.ts'\nexport const Card = () => <b />`,
}

test('every wall refuses what it is there for, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wend-walls-'))
  try {
    await symlink(packages, join(folder, 'node_modules'))
    for (const [file, text] of Object.entries({ ...forbidden, ...allowed })) {
      await mkdir(join(folder, dirname(file)), { recursive: true })
      await writeFile(join(folder, file), `${text}\n`)
    }
    const { code, said } = await run(folder)
    expect(code).toBe(1)
    const broken = [...said.matchAll(/error ([a-z-]+): (\S+)/g)].map(([, wall, file]) => `${wall}: ${file}`).sort()
    expect(broken).toEqual([
      'api-knows-no-editor: api/src/server.ts',
      'canvas-alone-knows-react-flow: editor/src/flow.tsx',
      'editor-learns-the-rest-over-http: editor/src/page.tsx',
      'engine-knows-nodes-only: engine/src/part.ts',
      'everything-resolves: engine/src/lost.ts',
      'no-circles: api/src/server.ts',
      'no-circles: engine/src/circle.ts',
      'nodes-know-only-themselves: nodes/src/spy.ts',
      'nodes-need-no-system: nodes/src/reader.ts',
      'pure-stays-pure: engine/src/rules/stained.ts',
      'workflow-is-thin: engine/src/workflow/fat.ts',
    ])
    expect(said).toMatch(/Only \d+ modules were read: the walls were not checked/)
  } finally {
    await rm(folder, { recursive: true })
  }
})

function run(folder: string): Promise<{ code: number | string; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [walls, folder], { cwd: folder }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, said: out + err }),
    )
  })
}
