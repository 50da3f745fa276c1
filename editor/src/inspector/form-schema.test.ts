import { expect, test } from 'vitest'
import type { Json } from '../store/journey.ts'
import { changedField } from './changed-field.ts'
import { readEntries, readValue, writeValue } from './entries.ts'
import { formOf } from './form-schema.ts'
import { readRule } from './rule-text.ts'
import { completeSettings, shownSettings, unreadConditions, unreadDurations } from './settings-draft.ts'

const words = {
  fields: { event: 'Event', branches: 'Branches', 'branches.name': 'Name' },
  help: { event: 'As sent.' },
  choices: { 'kind.popup': 'Popup' },
}

test('a field has its words, a known widget, and no default that opening the form would write', () => {
  const { schema, uiSchema } = formOf(
    {
      type: 'object',
      properties: {
        kind: { type: 'string', enum: ['message', 'popup'], default: 'message' },
        event: { type: 'string', widget: 'event' },
        where: { type: 'object', properties: {}, widget: 'rule' },
        branches: {
          type: 'array',
          items: {
            type: 'object',
            properties: { id: { type: 'string', widget: 'branch-id' }, name: { type: 'string' } },
          },
        },
        odd: { anyOf: [{ type: 'string' }, { type: 'number' }] },
      },
      required: ['event'],
    },
    words,
  )
  expect(schema.properties).toMatchObject({
    event: { title: 'Event', description: 'As sent.', type: 'string' },
    kind: { enum: ['message', 'popup'] },
  })
  expect(JSON.stringify(schema)).not.toContain('default')
  expect(uiSchema.kind).toMatchObject({ 'ui:enumNames': ['message', 'Popup'] })
  expect(uiSchema.where).toMatchObject({ 'ui:field': 'rule' })
  expect(uiSchema.odd).toMatchObject({ 'ui:field': 'json' })
  expect(uiSchema.branches).toMatchObject({ items: { id: { 'ui:widget': 'hidden' } } })
  expect(uiSchema.event).toMatchObject({ 'ui:emptyValue': '' })
})

test('the one text that changed is named, and more than one is not', () => {
  expect(changedField({ a: 'x', b: 1 }, { a: 'xy', b: 1 })).toBe('/a')
  expect(changedField({ l: [{ n: 'a' }] }, { l: [{ n: 'ab' }] })).toBe('/l/0/n')
  expect(changedField({}, { a: 'x' })).toBe('/a')
  expect(changedField({ l: [1] }, { l: [1, 2] })).toBeUndefined()
  expect(changedField({ a: 1, b: 1 }, { a: 2, b: 2 })).toBeUndefined()
})

test.each<[string, Json]>([
  ['20', 20],
  ['true', true],
  ['gold', 'gold'],
  ['{{ event.id }}', '{{ event.id }}'],
  ['"20"', '20'],
  ['[1]', [1]],
  ['', ''],
])('%s is read as %j and written so that it is read again', (text, value) => {
  expect(readValue(text)).toEqual(value)
  expect(readValue(writeValue(value))).toEqual(value)
})

test('a row without a name is not there yet, and headers are always text', () => {
  expect(readEntries([{ key: 0, name: 'a', text: '1' }], true)).toEqual({ a: '1' })
})

test('a rule is read as it is typed', () => {
  expect(readRule(' ')).toEqual({ is: 'empty' })
  expect(readRule('{').is).toBe('not-json')
  expect(readRule('{"rules": []}').is).toBe('not-rule')
  expect(readRule('{"combinator": "and", "rules": [{"field": "a", "operator": "="}]}').is).toBe('rule')
})

test('settings that are not complete yet are not written into the journey', () => {
  expect(
    completeSettings({ goal: { within: 'P3D' }, exits: [{ event: '' }, { event: 'gone' }], timeZone: 'UTC' }),
  ).toEqual({
    exits: [{ event: 'gone' }],
    timeZone: 'UTC',
  })
  expect(completeSettings({ reEntry: { gap: 'P1D' } })).toEqual({ reEntry: { when: 'never', gap: 'P1D' } })
  expect(completeSettings({ reEntry: {}, exits: [] })).toEqual({})
})

test('while a condition is written nothing loses it: what was held stands in, and the place is told', () => {
  const where = { combinator: 'and', rules: [{ field: 'event.total', operator: '>', value: 9 }] }
  const held = { goal: { event: 'bought', where }, exits: [{ event: 'gone', where }] }
  const typed = {
    goal: { event: 'bought', where: '{"combinator' },
    exits: [
      { event: 'new', where: '{' },
      { event: 'gone', where: '{' },
    ],
  }
  expect(completeSettings(typed, held)).toEqual(held)
  expect(completeSettings(typed)).toEqual({})
  expect(shownSettings(typed, held)).toBe(typed)
  expect(unreadConditions(typed)).toEqual(['/goal/where', '/exits/0/where', '/exits/1/where'])
  expect(unreadConditions(held)).toEqual([])
})

test('while a length of time is not understood nothing loses it: what was held stands in, and the place is told', () => {
  const held = { goal: { event: 'bought', within: 'P3D' }, reEntry: { when: 'never', gap: 'P1D' }, maxHold: 'PT2H' }
  const typed = {
    goal: { event: 'bought', within: '3 moons' },
    reEntry: { when: 'never', gap: '-P1D' },
    maxHold: 'soon',
  }
  expect(completeSettings(typed, held)).toEqual(held)
  expect(shownSettings(typed, held)).toBe(typed)
  expect(unreadDurations(typed)).toEqual(['/goal/within', '/reEntry/gap', '/maxHold'])
  expect(unreadDurations(held)).toEqual([])
  expect(completeSettings({ ...typed, maxHold: '' }, held).maxHold).toBeUndefined()
})
