import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { changeSettings } from '../commands/change-settings.ts'
import { renameJourney } from '../commands/rename-journey.ts'
import { createAutosave, type SaveAnswer } from './autosave.ts'
import { createDocument } from './document.ts'
import type { Journey } from './journey.ts'

const first: Journey = { name: 'J', nodes: [], edges: [], settings: {} }
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A server that answers what it is told to, and remembers what was put. */
function begin(answers: SaveAnswer[]) {
  const document = createDocument(first)
  const puts: { journey: Journey; etag: string }[] = []
  const autosave = createAutosave(document, { journey: first, etag: '1' }, async (journey, etag) => {
    puts.push({ journey, etag })
    return answers.shift() ?? { came: 'saved', etag: String(puts.length + 1) }
  })
  autosave.start()
  return { document, autosave, puts }
}

test('opening and leaving saves nothing', async () => {
  const { autosave, puts } = begin([])
  await vi.advanceTimersByTimeAsync(5000)
  await autosave.flush()
  expect(puts).toEqual([])
})

test('changes in quick succession are saved once, 800 ms after the last', async () => {
  const { document, autosave, puts } = begin([])
  for (const name of ['A', 'AB', 'ABC']) {
    document.getState().dispatch(renameJourney(name))
    await vi.advanceTimersByTimeAsync(300)
  }
  expect(puts).toEqual([])
  await vi.advanceTimersByTimeAsync(500)
  expect(puts.map(({ journey, etag }) => [journey.name, etag])).toEqual([['ABC', '1']])
  expect(autosave.getState().state).toBe('saved')
})

test('a change that is undone before it was saved leaves nothing to save', async () => {
  const { document, autosave, puts } = begin([])
  document.getState().dispatch(renameJourney('A'))
  expect(autosave.getState().state).toBe('unsaved')
  document.getState().undo()
  expect(autosave.getState().state).toBe('saved')
  await vi.advanceTimersByTimeAsync(2000)
  expect(puts).toEqual([])
  expect(await autosave.saveAll()).toBe(true)
})

test('what could not be saved for want of a session is saved after signing in elsewhere', async () => {
  const { document, autosave, puts } = begin([{ came: 'signed-out' }])
  document.getState().dispatch(renameJourney('A'))
  await vi.advanceTimersByTimeAsync(800)
  expect(autosave.getState().state).toBe('signed-out')
  await vi.advanceTimersByTimeAsync(3000)
  expect(autosave.getState().state).toBe('saved')
  expect(puts.map(({ journey }) => journey.name)).toEqual(['A', 'A'])
})

test('what changed while a save was under way is saved next, with the new tag', async () => {
  const { document, autosave, puts } = begin([])
  document.getState().dispatch(renameJourney('A'))
  const flushed = autosave.flush()
  document.getState().dispatch(renameJourney('B'))
  await flushed
  await vi.advanceTimersByTimeAsync(800)
  expect(puts.map(({ journey, etag }) => [journey.name, etag])).toEqual([
    ['A', '1'],
    ['B', '2'],
  ])
})

test('when somebody saved first, both changes are kept and saved', async () => {
  const theirs = { ...first, settings: { timeZone: 'UTC' } }
  const { document, autosave, puts } = begin([{ came: 'stale', theirs: { journey: theirs, etag: '7' } }])
  document.getState().dispatch(renameJourney('Mine'))
  await vi.advanceTimersByTimeAsync(2000)
  expect(puts.at(-1)).toEqual({ journey: { ...theirs, name: 'Mine' }, etag: '7' })
  expect(autosave.getState()).toMatchObject({ state: 'saved', merges: 1 })
  document.getState().undo()
  expect(document.getState().journey).toEqual(theirs)
})

test('when both changed the same, nothing is saved until somebody decides', async () => {
  const { document, autosave, puts } = begin([
    { came: 'stale', theirs: { journey: { ...first, name: 'Theirs' }, etag: '7' } },
  ])
  document.getState().dispatch(renameJourney('Mine'))
  document.getState().dispatch(changeSettings({ timeZone: 'UTC' }))
  await vi.advanceTimersByTimeAsync(5000)
  expect(autosave.getState()).toMatchObject({ state: 'conflict', conflicts: [{ path: 'name' }] })
  expect(puts).toHaveLength(1)
  autosave.resolve('theirs')
  await vi.advanceTimersByTimeAsync(1000)
  expect(puts.at(-1)).toEqual({ journey: { ...first, name: 'Theirs', settings: { timeZone: 'UTC' } }, etag: '7' })
})

test('while the server is away it is tried again until it answers', async () => {
  const { document, autosave, puts } = begin([{ came: 'unreachable' }, { came: 'unreachable' }])
  document.getState().dispatch(renameJourney('A'))
  await vi.advanceTimersByTimeAsync(900)
  expect(autosave.getState().state).toBe('unreachable')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(puts).toHaveLength(3)
  expect(autosave.getState().state).toBe('saved')
})

test('what a colleague saved comes in by itself, and sends nothing where nothing of mine is left to be saved', async () => {
  const theirs = { journey: { ...first, name: 'Theirs' }, etag: '"2"' }
  const document = createDocument(first)
  const puts: Journey[] = []
  const put = async (journey: Journey): Promise<SaveAnswer> => {
    puts.push(journey)
    return { came: 'saved', etag: '"3"' }
  }
  const autosave = createAutosave(document, { journey: first, etag: '"1"' }, put, async () => theirs)
  autosave.start()
  expect(await autosave.hear('"1"')).toBe(false)
  expect(await autosave.hear('"2"')).toBe(true)
  expect(document.getState().journey.name).toBe('Theirs')
  await vi.advanceTimersByTimeAsync(5000)
  expect([puts, autosave.getState().state, autosave.getState().merges]).toEqual([[], 'saved', 0])
  expect(await autosave.hear('"2"')).toBe(false)
})

test('my own save, heard of before its answer is there, is nobody else’s', async () => {
  const document = createDocument(first)
  let answer = (_: SaveAnswer) => {}
  let loads = 0
  const autosave = createAutosave(
    document,
    { journey: first, etag: '"1"' },
    () => new Promise((resolve) => (answer = resolve)),
    async () => {
      loads += 1
      return { journey: first, etag: '"2"' }
    },
  )
  autosave.start()
  document.getState().dispatch(renameJourney('Mine'))
  await vi.advanceTimersByTimeAsync(800)
  const heard = autosave.hear('"2"')
  answer({ came: 'saved', etag: '"2"' })
  expect([await heard, loads]).toEqual([false, 0])
  expect(autosave.getState().state).toBe('saved')
})

/** One operator's edits: each on a setting of her own kind, so that nothing is to be asked. */
const edits = fc.array(
  fc.record({ side: fc.constantFrom(0, 1), value: fc.nat(50), restMs: fc.nat(1200), cut: fc.boolean() }),
  { maxLength: 20 },
)

test('two operators who change different things at random, through cuts and in any order, lose nothing and end alike', async () => {
  await fc.assert(
    fc.asyncProperty(edits, async (all) => {
      let server = { journey: first, revision: 1 }
      let cut = false
      const load = async () => ({ journey: server.journey, etag: `"${server.revision}"` })
      const sides = [0, 1].map(() => {
        const document = createDocument(first)
        const put = async (journey: Journey, etag: string): Promise<SaveAnswer> => {
          if (cut) return { came: 'unreachable' }
          if (etag !== `"${server.revision}"`) return { came: 'stale', theirs: await load() }
          server = { journey, revision: server.revision + 1 }
          return { came: 'saved', etag: `"${server.revision}"` }
        }
        const autosave = createAutosave(document, { journey: first, etag: '"1"' }, put, load)
        return { document, autosave, stop: autosave.start() }
      })
      const wanted: Record<string, string> = {}
      for (const { side, value, restMs, cut: isCut } of all) {
        const drawn = sides[side]?.document.getState()
        if (!drawn) continue
        cut = isCut
        // The first writes the zone, the second how long is held.
        const [key, said] =
          side === 0 ? (['timeZone', `Zone/${value}`] as const) : (['maxHold', `PT${value + 1}H`] as const)
        wanted[key] = said
        drawn.dispatch(changeSettings({ ...drawn.journey.settings, [key]: said }))
        await vi.advanceTimersByTimeAsync(restMs)
        if (!cut) for (const { autosave } of sides) await autosave.hear(`"${server.revision}"`)
      }
      cut = false
      await vi.advanceTimersByTimeAsync(20_000)
      for (const { autosave } of sides) await autosave.hear(`"${server.revision}"`)
      for (const { document, autosave, stop } of sides) {
        expect(document.getState().journey.settings).toEqual(wanted)
        expect(autosave.getState().state).toBe('saved')
        stop()
      }
      expect(server.journey.settings).toEqual(wanted)
    }),
    { numRuns: 60 },
  )
})
