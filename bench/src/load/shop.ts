import type { JsonObject } from '@wend/nodes/sdk/json'
import { publish, send } from '../stand/calls.ts'
import { inARow, nodes } from '../stand/journeys.ts'
import type { Stand } from '../stand/stand.ts'

/** Of so many events one ends the wait of a customer. */
const oneWaitsIn = 20
const awaited = 'purchase'

/** An event of a shop's customer, as Segment's clients send it. */
export type ShopEvent = {
  type: 'track'
  messageId: string
  userId: string
  event: string
  properties: JsonObject
  timestamp: string
  context: JsonObject
}

/** A shop in a workspace: customers who look at things, and others who wait for their purchase. */
export interface Shop {
  /** So many events, in the order they come. Customers who wait are used up, one for twenty events. */
  events(n: number): ShopEvent[]
}

/** Waits for a purchase of the same cart; what is behind it only ends. */
const journey = inARow(
  'Cart',
  [
    nodes.on('add_to_cart'),
    {
      id: 'bought',
      type: 'wait-for-event',
      config: {
        branches: [
          {
            id: 'yes',
            event: awaited,
            where: {
              combinator: 'and',
              rules: [{ field: 'event.cart_id', operator: '=', valueSource: 'field', value: 'entry.cart_id' }],
            },
          },
        ],
        timeout: 'P7D',
      },
    },
  ],
  { reEntry: { when: 'once-per-key', key: 'event.cart_id' } },
)

/** Makes the customers and lets as many wait as this many events are to meet. */
export async function openShop(
  stand: Stand,
  { customers, events }: { customers: number; events: number },
): Promise<Shop> {
  await publish(stand, journey)
  const waiting = Math.ceil(events / oneWaitsIn)
  let nth = 0
  const make = (userId: string, event: string, cart: number): ShopEvent => ({
    type: 'track',
    messageId: `node-next-${Date.now()}-${(nth++).toString(36).padStart(8, '0')}`,
    userId,
    event,
    properties: {
      cart_id: `cart-${cart}`,
      product: `sku-${cart % 977}`,
      category: 'shoes',
      value: 12_900,
      currency: 'CNY',
    },
    timestamp: new Date().toISOString(),
    context: { library: { name: '@segment/analytics-node', version: '3.1.0' } },
  })
  await send(
    stand,
    Array.from({ length: customers }, (_, n) => make(`looks-${n}`, 'product_viewed', n)),
  )
  await send(
    stand,
    Array.from({ length: waiting }, (_, n) => make(`waits-${n}`, 'add_to_cart', n)),
  )

  let waits = 0
  let looks = 0
  return {
    events: (n) =>
      Array.from({ length: n }, (_, at) => {
        const isAwaited = at % oneWaitsIn === oneWaitsIn - 1 && waits < waiting
        // A prime step, so that neighbours in a batch are strangers.
        const who = isAwaited ? waits++ : (looks++ * 7_919) % customers
        return isAwaited ? make(`waits-${who}`, awaited, who) : make(`looks-${who}`, 'product_viewed', who)
      }),
  }
}
