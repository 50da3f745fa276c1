import { families } from '@wend/engine/lifecycle/drafts'
import { catalog } from '@wend/nodes/catalog'
import { languages } from '@wend/nodes/sdk/issue'
import { expect, test } from 'vitest'
import { readTemplates } from './templates.ts'

const templates = await readTemplates(catalog)

test('every family has templates that can be published as they are, in every language', () => {
  for (const language of languages) {
    for (const family of families)
      expect(templates[language].filter((template) => template.family === family).length).toBeGreaterThanOrEqual(2)
    expect(templates[language].map(({ id }) => id)).toEqual(templates.en.map(({ id }) => id))
  }
})

test('a template says the same in both languages, and no English is left in Chinese', () => {
  for (const [nth, template] of templates.en.entries()) {
    const chinese = templates['zh-CN'][nth]
    expect(chinese?.events).toEqual(template.events)
    expect(template.events.length).toBeGreaterThan(0)
    expect(chinese?.journey.nodes.map(({ id, type }) => [id, type])).toEqual(
      template.journey.nodes.map(({ id, type }) => [id, type]),
    )
    for (const said of [chinese?.name, chinese?.about, ...(chinese?.journey.nodes ?? []).map(({ name }) => name)])
      expect(said).toMatch(/\p{Script=Han}/u)
  }
})

test('cards of a template do not lie on each other', () => {
  for (const { id, journey } of templates.en) {
    const places = journey.nodes.map(({ position }) => position)
    for (const [nth, one] of places.entries())
      for (const other of places.slice(nth + 1))
        expect([id, Math.abs(one.x - other.x) >= 248 || Math.abs(one.y - other.y) >= 112]).toEqual([id, true])
  }
})
