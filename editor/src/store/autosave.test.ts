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
