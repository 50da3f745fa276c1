import { compile } from '@wend/engine/compile/compile'
import { journey } from '@wend/engine/journey/journey'
import { catalog } from '@wend/nodes/catalog'
import { expect, test } from 'vitest'
import { drawJourney } from './journeys.ts'
import { drawn } from './operator.ts'
import { Random } from './random.ts'

test('every journey that is drawn can be published, and the same seed draws the same', () => {
  const types = new Set<string>()
  for (let nth = 0; nth < 300; nth++) {
    const draw = () => drawJourney(new Random(`seed ${nth}`), nth, ['http://127.0.0.1:1/a', 'http://127.0.0.1:1/b'])
    const file = draw()
    expect(draw()).toEqual(file)
    const compiled = compile(journey.parse(drawn(file)), catalog, { language: 'en' })
    expect(compiled.ok ? [] : compiled.issues).toEqual([])
    for (const { type } of file.nodes) types.add(type)
  }
  expect([...types].sort()).toEqual([
    'branch',
    'entry-event',
    'exit',
    'send-webhook',
    'split',
    'wait',
    'wait-for-event',
  ])
})
