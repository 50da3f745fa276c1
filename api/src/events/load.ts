import type { IncomingMessage } from 'node:http'
import { Problem } from '../problems.ts'

/** What may be under way at once in this process. */
export interface Bounds {
  requests: number
  /** Of bodies, as they come over the wire; one that is packed or tells no length counts as the largest. */
  bytes: number
}

/**
 * About three seconds of work on two slow cores: more would only wait, in memory, until its client has given up and sends it
 * again. Bytes keep sixteen of the largest batches, requests a few hundred clients that send one message each.
 */
const defaultBounds: Bounds = { requests: 1_000, bytes: 8_000_000 }

/** Who is sent away comes back after one to three seconds: not all at once. */
const retryWithinSeconds = 3

/** Bounds what is being taken, whoever sends it: beyond capacity events are refused at once, and nothing that was taken is lost. */
export class Load {
  readonly #bounds: Bounds
  #requests = 0
  #bytes = 0

  constructor(bounds: Bounds = defaultBounds) {
    this.#bounds = bounds
  }

  /** Lets a request in, and answers how it leaves. Throws `overloaded` where there is no room. Whoever is alone has room. */
  enter({ headers }: Pick<IncomingMessage, 'headers'>, mostBytes: number): () => void {
    const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity'
    const told = Number(headers['content-length'])
    const bytes = isPlain && told >= 0 ? Math.min(told, mostBytes) : mostBytes
    const isFull = this.#requests >= this.#bounds.requests || this.#bytes + bytes > this.#bounds.bytes
    if (isFull && this.#requests > 0)
      throw new Problem('overloaded', [], 1 + Math.floor(Math.random() * retryWithinSeconds))
    this.#requests += 1
    this.#bytes += bytes
    return () => {
      this.#requests -= 1
      this.#bytes -= bytes
    }
  }
}
