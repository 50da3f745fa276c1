const columns = 10
const xPx = 320
const yPx = 180

/** A journey file of so many steps and lines, in ten columns downwards; every third row or so parts in two. */
export function drawing(steps: number, lines: number) {
  const place = (nth: number) => ({ x: (nth % columns) * xPx, y: Math.floor(nth / columns) * yPx })
  const below = (nth: number) => (nth + columns < steps ? nth + columns : undefined)
  const beside = (nth: number) => {
    const to = below(nth)
    return to === undefined ? undefined : to - (to % columns) + ((to + 1) % columns)
  }
  const down = steps - columns
  const splits = new Set(
    Array.from({ length: lines - down }, (_, nth) => columns + Math.floor((nth * (down - columns)) / (lines - down))),
  )
  const nodes = Array.from({ length: steps }, (_, nth) => {
    const node = (type: string, config: object) => ({ id: `n${nth}`, type, version: 1, position: place(nth), config })
    if (nth < columns) return node('entry-event', { event: `event-${nth}` })
    if (splits.has(nth))
      return node('split', {
        branches: [
          { id: 'a', name: 'A', weight: 50 },
          { id: 'b', name: 'B', weight: 50 },
        ],
      })
    if (nth % 2 === 0) return node('wait', { duration: 'PT1H' })
    return node('send-inbox', { title: `Message ${nth}`, body: 'Text', kind: 'message' })
  })
  const edges = nodes.flatMap(({ id }, nth) => {
    const [to, aside] = [below(nth), beside(nth)]
    if (to === undefined || aside === undefined) return []
    if (!splits.has(nth)) return [{ from: id, outlet: 'next', to: `n${to}` }]
    return [
      { from: id, outlet: 'a', to: `n${to}` },
      { from: id, outlet: 'b', to: `n${aside}` },
    ]
  })
  return { name: 'Measured', nodes, edges, settings: {} }
}

export type Drawing = ReturnType<typeof drawing>
