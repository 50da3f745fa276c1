import { fieldMessages, messages } from '@wend/engine/compile/messages'
import { ruleMessages } from '@wend/engine/rules/messages'
import { catalog } from '@wend/nodes/catalog'
import { expect, test } from 'vitest'
import { issueTexts, problems } from './texts.ts'

/** Every English text of what holds texts by language; those that are filled in, filled with something. */
function englishIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(englishIn)
  if (typeof value !== 'object' || value === null) return []
  return 'en' in value ? textsIn(value.en) : Object.values(value).flatMap(englishIn)
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function') return textsIn(value('one', 'two', 'three'))
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** What is to be typed as it stands. */
const withoutCode = (text: string): string => text.replace(/\{.*\}/g, '')

test('what operators read in English has the quotes of print, not of code', () => {
  const nodes = catalog.all.map(({ texts }) => texts)
  for (const texts of [problems, issueTexts, messages, fieldMessages, ruleMessages, nodes]) {
    const english = englishIn(texts)
    expect(english.length).toBeGreaterThan(4)
    expect(english.filter((text) => /["']/.test(withoutCode(text)))).toEqual([])
  }
})
