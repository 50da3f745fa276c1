import type { Response } from 'express'

const lookEveryMs = 1_000
const beatEveryMs = 15_000
/** Whoever signed out, or whose key was revoked, is asked again after so long. */
const longestMs = 5 * 60_000
/** Who reads more slowly than this comes back, and gets what is true then. */
const mostUnreadBytes = 2_000_000

/** What a stream tells: by the name of each event, what is true now. */
export type Told = Record<string, unknown>

/** What is followed. `name` is the same for all who follow the same. */
export interface Topic {
  name: string
  look(): Promise<Told>
}

interface Feed {
  topic: Topic
  /** By event: what was sent last. */
  last: Map<string, string>
  listeners: Set<Response>
  timer: NodeJS.Timeout
  isLooking: boolean
}

/**
 * Streams of server-sent events. Every event holds all that is true of its name, so that whoever comes back has caught up
 * with the first. A topic is looked at once a second, however many follow it, and what did not change is not sent again.
 */
export class Feeds {
  readonly #feeds = new Map<string, Feed>()
  readonly #heartbeat: NodeJS.Timeout

  constructor() {
    // An event rather than a comment: pages cannot hear comments, and so could not tell a dead connection from a quiet one.
    this.#heartbeat = setInterval(() => this.#beat(), beatEveryMs).unref()
  }

  /** Makes a response a stream, until its client or the server ends it. `first`: what a look just said. */
  open(topic: Topic, first: Told, response: Response): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    })
    const feed = this.#feedOf(topic)
    for (const [event, value] of Object.entries(first)) {
      const data = JSON.stringify(value)
      response.write(eventOf(event, data))
      if (feed.listeners.size === 0) feed.last.set(event, data)
    }
    feed.listeners.add(response)
    const end = setTimeout(() => response.end(), longestMs).unref()
    response.once('close', () => {
      clearTimeout(end)
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

  #feedOf(topic: Topic): Feed {
    const known = this.#feeds.get(topic.name)
    if (known) return known
    const timer = setInterval(() => void this.#look(feed), lookEveryMs).unref()
    const feed: Feed = { topic, last: new Map(), listeners: new Set(), timer, isLooking: false }
    this.#feeds.set(topic.name, feed)
    return feed
  }

  async #look(feed: Feed): Promise<void> {
    if (feed.isLooking) return
    feed.isLooking = true
    try {
      for (const [event, value] of Object.entries(await feed.topic.look())) {
        const data = JSON.stringify(value)
        if (data === feed.last.get(event)) continue
        feed.last.set(event, data)
        this.#tell(feed, eventOf(event, data))
      }
    } catch {
      // Postgres is away for a moment, or the journey is gone: nothing new can be said.
    } finally {
      feed.isLooking = false
    }
  }

  #tell({ listeners }: Feed, text: string): void {
    for (const response of listeners) {
      if (response.writableLength > mostUnreadBytes) response.destroy()
      else response.write(text)
    }
  }

  #beat(): void {
    for (const feed of this.#feeds.values()) this.#tell(feed, eventOf('beat', '{}'))
  }

  #end(feed: Feed): void {
    clearInterval(feed.timer)
    if (this.#feeds.get(feed.topic.name) === feed) this.#feeds.delete(feed.topic.name)
  }
}

const eventOf = (event: string, data: string): string => `event: ${event}\ndata: ${data}\n\n`
