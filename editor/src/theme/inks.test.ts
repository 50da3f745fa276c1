import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { inks } from './inks.ts'

test('icons have the colours that the style sheet gives their categories', async () => {
  const tokens = await readFile(new URL('../styles/tokens.css', import.meta.url), 'utf8')
  const inkOf = (selector: string) => tokens.split(`\n${selector} {\n  --ink: `)[1]?.slice(0, 7)
  const { none, ...categories } = inks
  for (const [category, both] of Object.entries(categories)) {
    const selector = `[data-category="${category}"]`
    expect([inkOf(selector), inkOf(`[data-theme="dark"] ${selector}`)]).toEqual(both)
  }
  expect([...tokens.matchAll(/^ {2}--quiet: (#\w+);/gm)].map((match) => match[1])).toEqual(none)
})
