import { compile } from '@wend/engine/compile/compile'
import { catalog } from '@wend/nodes/catalog'
import { expect, test } from 'vitest'
import { readDrafts } from './seed.ts'

test('every draft of a new workspace can be published as it is', async () => {
  const drafts = await readDrafts()
  expect(drafts.map(({ name }) => name)).toEqual(['Welcome', 'Cart recovery'])
  for (const draft of drafts) expect(compile(draft, catalog, { language: 'en' })).toMatchObject({ ok: true })
})
