import { type JsonObject, jsonObject } from '@wend/nodes/sdk/json'
import { isLargerThan, mostJsonBytes } from '../storage/json-size.ts'
import type { Incoming } from './incoming.ts'

const mostAttributes = 500
const mostBytes = 64_000

type Sent = Pick<Incoming, 'attributes' | 'fill'>

/** Changes attributes by what one message sets (null removes) and by what it fills where there is none. */
export function applyTo(attributes: JsonObject, { attributes: sent, fill }: Sent): void {
  for (const [name, value] of Object.entries(sent)) {
    if (value === null) delete attributes[name]
    else Object.defineProperty(attributes, name, { value, enumerable: true, configurable: true, writable: true })
  }
  for (const [name, value] of Object.entries(fill)) if (!Object.hasOwn(attributes, name)) attributes[name] = value
}

/** Parts the messages of one customer into those that leave her attributes within bounds, and those that do not. */
export function partByBounds<M extends { message: Sent }>(
  stored: unknown,
  messages: readonly M[],
): { within: M[]; beyond: M[] } {
  const attributes = { ...jsonObject.parse(stored) }
  if (!mayPass(attributes, messages)) return { within: [...messages], beyond: [] }
  const within: M[] = []
  const beyond: M[] = []
  let current = attributes
  for (const one of messages) {
    const next = { ...current }
    applyTo(next, one.message)
    // What makes it no larger is taken from whoever is over the bounds already.
    const isTooMuch = isBeyond(next) && (!isBeyond(current) || sizeOf(next) > sizeOf(current))
    if (isTooMuch) beyond.push(one)
    else {
      within.push(one)
      current = next
    }
  }
  return { within, beyond }
}

/** Whether it may come to more than the bounds, by a glance: hardly ever. */
function mayPass(attributes: JsonObject, messages: readonly { message: Sent }[]): boolean {
  let bytes = mostJsonBytes(attributes)
  let names = Object.keys(attributes).length
  for (const { message } of messages) {
    const { attributes: sent, fill } = message
    bytes += mostJsonBytes(sent) + mostJsonBytes(fill)
    names += Object.keys(sent).length + Object.keys(fill).length
  }
  return names > mostAttributes || bytes > mostBytes
}

const isBeyond = (attributes: JsonObject): boolean =>
  Object.keys(attributes).length > mostAttributes || isLargerThan(attributes, mostBytes)

const sizeOf = (attributes: JsonObject): number => Buffer.byteLength(JSON.stringify(attributes))
