import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { countCarts } from './cart-counts.ts'
import { type FileEvent, readEvents } from './event-file.ts'

const hour = 3_600_000
const at = (hours: number, event: string, platform = 'desktop', user = 'ada'): FileEvent => ({
  user,
  event,
  atMs: hours * hour,
  properties: { platform },
  traits: {},
})

test('who buys in time is not reminded, and a second cart while inside means nothing', () => {
  const events = [at(0, 'add_to_cart'), at(1, 'add_to_cart'), at(1.4, 'purchase'), at(1.5, 'purchase')]
  expect(countCarts(events, 2 * hour, hour / 2)).toEqual({
    counts: { entered: 1, bought: 1, timedOut: 0, desktop: 0, otherPlatform: 0 },
    close: 0,
  })
})

test('who is reminded may come again, by the platform of that time', () => {
  const events = [at(0, 'add_to_cart'), at(2.2, 'add_to_cart', 'mobile'), at(9, 'purchase')]
  expect(countCarts(events, 2 * hour, hour / 2)).toEqual({
    counts: { entered: 2, bought: 0, timedOut: 2, desktop: 1, otherPlatform: 1 },
    close: 1,
  })
})

test('the sample holds what its page says', async () => {
  const file = fileURLToPath(new URL('./sample/shop-week.csv', import.meta.url))
  const columns = { user: 'user_id', event: 'event', time: 'timestamp', properties: ['platform'], traits: [] }
  const events = await readEvents(file, columns)
  expect(events).toHaveLength(868)
  const { counts } = countCarts(events, 2 * hour, hour / 2)
  expect(counts.bought + counts.timedOut).toBe(counts.entered)
  expect(counts.desktop + counts.otherPlatform).toBe(counts.timedOut)
})
