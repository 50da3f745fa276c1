import type { Call, Journey, StoredEnrollment, StoredEvent } from './log.ts'

/** An enrollment's differences with all that is known of it, in the order in which it happened. */
export function told(
  differences: readonly string[],
  { file }: Journey,
  enrollment: StoredEnrollment,
  events: readonly StoredEvent[],
  calls: readonly Call[],
): string {
  const { id, customer, enteredMs, endedMs, reason, state, node, visits, touches } = enrollment
  const at = (ms: number): string => `${((ms - enteredMs) / 1000).toFixed(3)} s`
  const lines: [number, string][] = [
    [enteredMs, 'entered'],
    ...events.map(({ receivedMs, atMs, number, name, properties }): [number, string] => [
      receivedMs,
      `event ${number} ${name} ${JSON.stringify(properties)} of ${at(atMs)}`,
    ]),
    ...visits.map(({ nth, node, outlet, state, leftMs, arrivedMs }): [number, string] => [
      leftMs,
      `visit ${nth} of ${node} since ${at(arrivedMs)} → ${outlet} (${state})`,
    ]),
    ...calls
      .filter(({ key }) => key.startsWith(`${id}.`))
      .map(({ atMs, key, took, refused, body }): [number, string] => [
        atMs,
        `sink ${key.slice(id.length)} ${took ? 'took' : refused ? 'refused' : 'failed'} ${body}`,
      ]),
    ...(endedMs === null ? [] : ([[endedMs, `ended as ${reason}`]] satisfies [number, string][])),
  ]
  return [
    `${file.name}, enrollment ${id} of ${customer} (${state} at ${node}):`,
    ...differences.map((what) => `  ! ${what}`),
    ...lines.sort(([a], [b]) => a - b).map(([ms, what]) => `    ${at(ms).padStart(10)}  ${what}`),
    `    touches: ${touches.map(({ visit, state }) => `${visit} ${state}`).join(', ') || 'none'}`,
    `    nodes: ${file.nodes.map((each) => `${each.id}=${each.type} ${JSON.stringify(each.config)}`).join('; ')}`,
    `    edges: ${file.edges.map(({ from, outlet, to }) => `${from}.${outlet}→${to}`).join(' ')}; ${JSON.stringify(file.settings)}`,
  ].join('\n')
}
