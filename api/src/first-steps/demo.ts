import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Language } from '@wend/nodes/sdk/issue'
import { type FileEvent, readEvents } from '../cli/event-file.ts'

const sample = fileURLToPath(new URL('../cli/sample/shop-week.csv', import.meta.url))
const columns = { user: 'user_id', event: 'event', time: 'timestamp', properties: ['platform'], traits: [] }

/** Customers of one demo, and what each does at most. */
const customers = 8
const mostEvents = 12
/** Between two events of a customer. */
const apartMs = 4_000

const people: Record<Language, readonly string[]> = {
  en: ['Ada', 'Ben', 'Clara', 'David', 'Emma', 'Felix', 'Grace', 'Henry'],
  'zh-CN': ['李娜', '王伟', '张敏', '刘洋', '陈静', '杨帆', '赵磊', '周婷'],
}
const zones: Record<Language, string> = { en: 'Europe/Berlin', 'zh-CN': 'Asia/Shanghai' }
/** Prices in cents, by how far down the list a customer is. */
const prices = [1990, 4500, 2990, 8900, 1290, 5990, 3490, 12900]

/** An invented customer. Nobody is reached at her address: that name is kept free for examples. */
export function demoPerson(nth: number, index: number, language: Language) {
  const userId = `demo-${nth + 1}-${index + 1}`
  const name = people[language][index] ?? userId
  return { userId, traits: { name, email: `${userId}@example.com`, locale: language, timezone: zones[language] } }
}

let read: Promise<ReadonlyMap<string, FileEvent[]>> | undefined

/** What each customer of the sample week does, those with a cart first. */
async function readStories(): Promise<ReadonlyMap<string, FileEvent[]>> {
  const stories = new Map<string, FileEvent[]>()
  for (const event of await readEvents(sample, columns)) {
    const story = stories.get(event.user) ?? []
    story.push(event)
    stories.set(event.user, story)
  }
  const fills = (events: readonly FileEvent[]) => events.some(({ event }) => event === 'add_to_cart')
  return new Map([...stories].sort(([, one], [, other]) => Number(fills(other)) - Number(fills(one))))
}

/**
 * Messages of the tracking format, as eight customers of a shop would have sent them in the last minute: each is identified,
 * signs up, and lives through a part of somebody's week in the sample. `nth`: fresh customers each time.
 */
export async function demoMessages(nth: number, language: Language, nowMs: number): Promise<object[]> {
  read ??= readStories()
  const stories = [...(await read).values()]
  return Array.from({ length: customers }, (_, index) => {
    const { userId, traits } = demoPerson(nth, index, language)
    const story = storyOf(stories[index % stories.length] ?? [])
    const events = ['signed_up', ...story.map(({ event }) => event)]
    const platform = story[0]?.properties.platform ?? 'mobile'
    const at = (place: number) => new Date(nowMs - (events.length - place) * apartMs).toISOString()
    return [
      { type: 'identify', messageId: randomUUID(), userId, traits, timestamp: at(0) },
      ...events.map((event, place) => ({
        type: 'track',
        messageId: randomUUID(),
        userId,
        event,
        properties: { platform, ...(isAboutMoney(event) && { value: (prices[index] ?? 0) / 100, currency: 'EUR' }) },
        timestamp: at(place),
      })),
    ]
  }).flat()
}

const isAboutMoney = (event: string) => event === 'add_to_cart' || event === 'purchase'

/** Around the cart, where there is one; every other customer leaves it, so that there is somebody to remind. */
function storyOf(story: readonly FileEvent[]): readonly FileEvent[] {
  const cart = story.findIndex(({ event }) => event === 'add_to_cart')
  if (cart < 0) return story.slice(0, mostEvents)
  const from = Math.max(0, cart - mostEvents / 2)
  return story.slice(from, from + mostEvents)
}
