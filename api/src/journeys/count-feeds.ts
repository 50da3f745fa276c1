import type { Engine } from '@wend/engine/engine'
import { type Counts, countJourney } from '@wend/engine/lifecycle/counts'
import type { Response } from 'express'

const lookEveryMs = 1_000
const heartbeatEveryMs = 15_000

interface Feed {
  workspace: number
  journey: string
  last: string
  listeners: Set<Response>
  timer: NodeJS.Timeout
  isLooking: boolean
}

/** Streams of counts. A journey is counted once a second, however many watch it. */
export class CountFeeds {
  readonly #engine: Engine
  readonly #feeds = new Map<string, Feed>()
  readonly #heartbeat: NodeJS.Timeout

  constructor(engine: Engine) {
    this.#engine = engine
    this.#heartbeat = setInterval(() => this.#say(':\n\n'), heartbeatEveryMs).unref()
  }

  /** Makes a response a stream, until its client or the server ends it. */
  open(workspace: number, journey: string, first: Counts, response: Response): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    })
    response.write(eventOf(JSON.stringify(first)))
    const feed = this.#feedOf(workspace, journey, JSON.stringify(first))
    feed.listeners.add(response)
    response.once('close', () => {
      feed.listeners.delete(response)
      if (feed.listeners.size === 0) this.#end(feed)
    })
  }

  /** Ends every stream: clients come back by themselves. */
  close(): void {
    clearInterval(this.#heartbeat)
    for (const feed of this.#feeds.values()) {
      clearInterval(feed.timer)
      for (const response of feed.listeners) response.end()
    }
    this.#feeds.clear()
  }

  #feedOf(workspace: number, journey: string, last: string): Feed {
    const name = `${workspace} ${journey}`
    const known = this.#feeds.get(name)
    if (known) return known
    const timer = setInterval(() => void this.#look(feed), lookEveryMs).unref()
    const feed: Feed = { workspace, journey, last, listeners: new Set(), timer, isLooking: false }
    this.#feeds.set(name, feed)
    return feed
  }

  async #look(feed: Feed): Promise<void> {
    if (feed.isLooking) return
    feed.isLooking = true
    try {
      const now = JSON.stringify(await countJourney(this.#engine, feed.workspace, feed.journey))
      if (now === feed.last) return
      feed.last = now
      for (const response of feed.listeners) response.write(eventOf(now))
    } catch {
      // Postgres is away for a moment, or the journey is gone: nothing new can be said.
    } finally {
      feed.isLooking = false
    }
  }

  #say(text: string): void {
    for (const { listeners } of this.#feeds.values()) for (const response of listeners) response.write(text)
  }

  #end(feed: Feed): void {
    clearInterval(feed.timer)
    const name = `${feed.workspace} ${feed.journey}`
    if (this.#feeds.get(name) === feed) this.#feeds.delete(name)
  }
}

const eventOf = (counts: string): string => `event: counts\ndata: ${counts}\n\n`
