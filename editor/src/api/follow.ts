/** How news come: pushed; soon again pushed; asked for; not at all; or nobody is signed in any more. */
export type FeedState = 'stream' | 'connecting' | 'poll' | 'away' | 'signed-out'

/** As much of an EventSource as is used. */
export interface Stream {
  addEventListener(type: string, heard: (event: { data?: unknown }) => void): void
  close(): void
}

export interface Feed {
  open(): Stream
  /** What to do with each event; its data as sent. */
  events: Record<string, (data: string) => void>
  /** Asks once, where no stream gets through. Says what came of it. */
  ask(): Promise<'poll' | 'away' | 'signed-out'>
  onState(state: FeedState): void
  /** Spreads who was cut off at the same moment: from 0 up to 1. */
  random?: () => number
}

const firstDelayMs = 500
const longestDelayMs = 30_000
/** So many failures in a row are more than a moment's. */
const patience = 3
const askEveryMs = 2_000
/** The server says something every 15 seconds at least: a connection that says nothing for so long is dead. */
const silenceMs = 40_000

/**
 * Follows a stream of events until the answer is called. A cut stream is opened again, later each time; after several
 * failures it is asked for as well, until a stream gets through. Each event holds all that is true: the first is the catch-up.
 */
export function follow({ open, events, ask, onState, random = Math.random }: Feed): () => void {
  let stream: Stream | undefined
  let failures = 0
  let again: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let asking: ReturnType<typeof setInterval> | undefined

  const heard = () => {
    clearTimeout(silence)
    silence = setTimeout(lost, silenceMs)
  }
  const through = () => {
    failures = 0
    clearInterval(asking)
    asking = undefined
    onState('stream')
    heard()
  }
  const tell = async () => {
    const came = await ask()
    if (asking !== undefined) onState(came)
  }
  const close = () => {
    stream?.close()
    stream = undefined
    clearTimeout(silence)
    clearTimeout(again)
  }
  const lost = () => {
    close()
    failures += 1
    if (failures < patience) onState('connecting')
    else if (asking === undefined) {
      asking = setInterval(() => void tell(), askEveryMs)
      void tell()
    }
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1))
    again = setTimeout(begin, delayMs * (0.5 + random() / 2))
  }
  const begin = () => {
    close()
    const opened = open()
    stream = opened
    const current = (act: () => void) => () => stream === opened && act()
    opened.addEventListener('open', current(through))
    opened.addEventListener('beat', current(heard))
    opened.addEventListener('error', current(lost))
    for (const [type, take] of Object.entries(events))
      opened.addEventListener(type, ({ data }) => {
        if (stream !== opened || typeof data !== 'string') return
        heard()
        take(data)
      })
    heard()
  }
  begin()
  return () => {
    close()
    clearInterval(asking)
    asking = undefined
  }
}

/**
 * The same for a page: a tab that nobody looks at gives its connection back, as a browser has only a few of them for all its
 * tabs; one that is looked at again, or whose network is back, begins anew at once.
 */
export function followInPage(feed: Feed): () => void {
  let stop: (() => void) | undefined = follow(feed)
  let leaving: ReturnType<typeof setTimeout> | undefined
  const end = () => {
    stop?.()
    stop = undefined
  }
  const begin = () => {
    end()
    stop = follow(feed)
  }
  const seen = () => {
    clearTimeout(leaving)
    if (document.visibilityState === 'hidden') leaving = setTimeout(end, hiddenMs)
    else if (!stop) begin()
  }
  document.addEventListener('visibilitychange', seen)
  window.addEventListener('online', begin)
  return () => {
    end()
    clearTimeout(leaving)
    document.removeEventListener('visibilitychange', seen)
    window.removeEventListener('online', begin)
  }
}

const hiddenMs = 10_000
