import type { FileNode, JourneyFile, Rule } from './checker/log.ts'
import type { Random } from './random.ts'

interface Way {
  from: string
  outlet: string
}

/**
 * Draws a journey that can be published. Every loop holds a wait and is bounded; waits of hours are ended by events or a stop.
 * Customers `ping`, `tick`, `buy` and `leave`: the first three end waits, to buy may be the goal, and to leave an exit.
 */
export function drawJourney(random: Random, nth: number, hooks: readonly string[]): JourneyFile {
  const nodes: FileNode[] = []
  const edges: JourneyFile['edges'] = []
  const waits: string[] = []
  const add = (type: string, config: FileNode['config']): string => {
    const id = `${type.replace(/^send-|^wait-for-/, '')}-${nodes.length}`
    nodes.push({ id, type, config })
    return id
  }
  const join = (ways: readonly Way[], to: string): void => {
    for (const way of ways) edges.push({ ...way, to })
  }

  const hook = (): string => {
    const id = `hook-${nodes.length}`
    const body = `${id} of journey ${nth} for {{ customer.id }}: {{ event.name }} {{ event.id }} after {{ entry.id }}`
    // What is answered is kept with some: a change of the customer in the middle of a step.
    const kept = random.happens(0.2) ? { saveAs: 'answer' } : {}
    nodes.push({ id, type: 'send-webhook', config: { url: random.pick(hooks), body, ...kept } })
    return id
  }
  const shortly = (): string => `PT${random.whole(1, 6)}S`
  const long = (): string => random.pick(['PT1H', 'PT90M', 'PT3H', 'P1D', 'P40D'])
  const where = (): { where?: Rule } =>
    random.happens(0.25)
      ? {
          where: {
            combinator: 'and',
            rules: random.happens(0.5)
              ? [{ field: 'event.n', operator: '>=', value: random.whole(1, 6) }]
              : [{ field: 'event.group', operator: '=', valueSource: 'field', value: 'entry.group' }],
          },
        }
      : {}
  const race = (timeout: string): { id: string; outlets: string[] } => {
    const names = random.shuffled(['ping', 'tick', 'buy']).slice(0, random.whole(1, 3))
    const branches = names.map((event) => ({ id: `on-${event}`, event, ...where() }))
    const id = add('wait-for-event', { branches, timeout })
    waits.push(id)
    return { id, outlets: [...branches.map((branch) => branch.id), 'timed-out'] }
  }
  const branch = (): { id: string; outlets: string[] } => {
    const rule = random.pick<Rule['rules'][number]>([
      { field: 'event.n', operator: '>=', value: random.whole(2, 8) },
      { field: 'entry.n', operator: '<', value: random.whole(2, 8) },
      { field: 'customer.tier', operator: '=', value: 'gold' },
      ...(random.happens(0.5) ? [{ field: 'did.ping', operator: '>=', value: { count: random.whole(1, 3) } }] : []),
    ])
    const id = add('branch', { branches: [{ id: 'yes', when: { combinator: 'and', rules: [rule] } }] })
    return { id, outlets: ['yes', 'else'] }
  }
  const split = (): { id: string; outlets: string[] } => {
    const branches = ['a', 'b', 'c'].slice(0, random.whole(2, 3)).map((id) => ({ id, weight: random.whole(1, 5) }))
    return { id: add('split', { branches }), outlets: branches.map(({ id }) => id) }
  }
  const pause = (duration: string): { id: string; outlets: string[] } => {
    const id = add('wait', { duration })
    waits.push(id)
    return { id, outlets: ['next'] }
  }
  const part = (): { id: string; outlets: string[] } => {
    const chance = random.next()
    if (chance < 0.3) return { id: hook(), outlets: random.happens(0.3) ? ['next', 'failed'] : ['next'] }
    if (chance < 0.42) return pause(shortly())
    if (chance < 0.7) return race(shortly())
    if (chance < 0.78) return race(long())
    if (chance < 0.9) return branch()
    return split()
  }

  const entry = add('entry-event', { event: `go-${nth}`, ...(random.happens(0.2) ? where() : {}) })
  // Some begin with a wait: Temporal's start delay; of them some rest for hours.
  const first = random.happens(0.6)
    ? random.happens(0.3)
      ? race(long())
      : random.happens(0.5)
        ? race(shortly())
        : pause(shortly())
    : undefined
  if (first) join([{ from: entry, outlet: 'next' }], first.id)
  let ways: Way[] = first
    ? first.outlets.map((outlet) => ({ from: first.id, outlet }))
    : [{ from: entry, outlet: 'next' }]
  let hooked = 0
  for (let left = random.whole(3, 7); left > 0 && ways.length > 0; left--) {
    const { id, outlets } = left === 1 && hooked === 0 ? { id: hook(), outlets: ['next'] } : part()
    if (id.startsWith('hook')) hooked++
    join(ways, id)
    ways = outlets.flatMap((outlet): Way[] => {
      const way = { from: id, outlet }
      if (outlets.length > 1 && random.happens(0.12)) return []
      if (outlets.length > 1 && random.happens(0.3)) {
        // Something of this outlet's own before the ways meet again; often two deliveries in a row.
        const own = hook()
        hooked++
        join([way], own)
        if (random.happens(0.4)) {
          const second = hook()
          join([{ from: own, outlet: 'next' }], second)
          return [{ from: second, outlet: 'next' }]
        }
        return [{ from: own, outlet: 'next' }]
      }
      const back = random.happens(0.12) ? waits.find((wait) => wait !== id) : undefined
      if (back && outlet !== 'next') {
        join([way], back)
        return []
      }
      return [way]
    })
  }
  if (random.happens(0.25)) join(ways, random.happens(0.5) ? pause(long()).id : add('exit', {}))

  const goal = random.happens(0.45)
  const exits = random.happens(0.5)
    ? ['leave', ...(random.happens(0.2) ? ['buy'] : [])]
    : random.happens(0.2)
      ? ['tick']
      : []
  const when = random.pick(['never', 'after-exit', 'every-time', 'once-per-key'] as const)
  return {
    name: `Chaos ${nth}`,
    nodes,
    edges,
    settings: {
      reEntry: { when, ...(when === 'once-per-key' && { key: 'event.key' }) },
      ...(goal && { goal: { event: 'buy', ...where() } }),
      ...(exits.length > 0 && { exits: exits.map((event) => ({ event, ...(random.happens(0.2) ? where() : {}) })) }),
      maxVisitsPerDay: random.whole(12, 30),
    },
  }
}
