// Runs inside the page that is measured, before anything of the page does; `../measured-page.ts` asks it.

interface Typed {
  cards: number
  ms: number
}

interface Window {
  probe: {
    watch(cards: number): void
    /** Milliseconds since the page was asked for until all cards had been painted. */
    drawn: Promise<number>
    record(): void
    /** Milliseconds of each frame since `record`. */
    frames(): number[]
    /** Before a key is pressed: what it will have cost. */
    expectKey(): void
    typed(): Promise<Typed>
  }
}

;(() => {
  let frames: number[] | undefined
  let key: Promise<Typed> | undefined
  // React gives an element new props exactly when what draws it was run again.
  const propsOf = (element: Element): unknown =>
    Object.entries(element).find(([name]) => name.startsWith('__reactProps'))?.[1]

  let tellDrawn: (ms: number) => void = () => undefined
  const drawn = new Promise<number>((resolve) => {
    tellDrawn = resolve
  })

  window.probe = {
    drawn,
    watch(cards) {
      const look = () => {
        const last = document.querySelectorAll('.react-flow__node')[cards - 1]
        if (!last || getComputedStyle(last).visibility !== 'visible') return requestAnimationFrame(look)
        // Painted with this frame: the next begins after it.
        return requestAnimationFrame(() => tellDrawn(performance.now()))
      }
      look()
    },
    record() {
      const kept: number[] = []
      frames = kept
      let before = performance.now()
      const next = (now: number) => {
        kept.push(now - before)
        before = now
        if (frames === kept) requestAnimationFrame(next)
      }
      requestAnimationFrame(next)
    },
    frames() {
      const kept = frames ?? []
      frames = undefined
      return kept
    },
    expectKey() {
      const all = [...document.querySelectorAll('[data-node]')]
      const before = all.map(propsOf)
      key = new Promise((resolve) => {
        const pressed = ({ timeStamp }: KeyboardEvent) =>
          requestAnimationFrame(() =>
            requestAnimationFrame((now) => {
              const cards = all.filter((element, nth) => propsOf(element) !== before[nth]).length
              resolve({ cards, ms: now - timeStamp })
            }),
          )
        window.addEventListener('keydown', pressed, { once: true, capture: true })
      })
    },
    typed: () => key ?? Promise.reject(new Error('no key was expected')),
  }
})()
