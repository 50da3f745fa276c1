import { expect, test } from 'vitest'
import { progressBar } from './progress-bar.ts'

test('a bar fills up, says the end at once, and takes more than was expected', () => {
  const said: string[] = []
  const bar = progressBar(10, { isTTY: false, write: (text) => said.push(String(text)) > 0 })
  for (let count = 1; count <= 30; count++) bar.at(count, 'rung')
  expect(said).toEqual([`[${'#'.repeat(30)}] 100 %  10/10  rung\n`])
})

test('on a terminal what is more than was expected is drawn as all of it', async () => {
  const said: string[] = []
  const bar = progressBar(10, { isTTY: true, write: (text) => said.push(String(text)) > 0 })
  await new Promise((resolve) => setTimeout(resolve, 110))
  bar.at(30, 'rung')
  bar.end()
  expect(said).toEqual([`\r[${'#'.repeat(30)}] 100 %  30/30  rung`, '\n'])
})
