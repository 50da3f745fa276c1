import type { Journey } from '@wend/engine/journey/journey'

type Node = Pick<Journey['nodes'][number], 'id' | 'type' | 'config'>

const gold = { combinator: 'and', rules: [{ field: 'customer.level', operator: '=', value: 'gold' }] }

/** Nodes that journeys here are made of. */
export const nodes = {
  api: { id: 'in', type: 'entry-api', config: {} },
  on: (event: string): Node => ({ id: 'in', type: 'entry-event', config: { event } }),
  wait: (duration: string): Node => ({ id: 'pause', type: 'wait', config: { duration } }),
  waitUntil: (at: string): Node => ({ id: 'pause', type: 'wait-until', config: { at } }),
  waitFor: (event: string, timeout = 'P1D'): Node => ({
    id: 'came',
    type: 'wait-for-event',
    config: { branches: [{ id: 'yes', event }], timeout },
  }),
  branch: { id: 'who', type: 'branch', config: { branches: [{ id: 'gold', name: 'Gold', when: gold }] } },
  mail: {
    id: 'mail',
    type: 'send-email',
    config: { subject: 'Hello {{ customer.name }}', body: '<p>Hello {{ customer.name }}</p>' },
  },
  inbox: {
    id: 'inbox',
    type: 'send-inbox',
    config: { title: 'Hello', body: 'Hello {{ customer.name }}', kind: 'message' },
  },
  hook: (url: string): Node => ({
    id: 'hook',
    type: 'send-webhook',
    config: { url, method: 'POST', body: '{ "to": "{{ customer.id }}", "name": "{{ customer.name }}" }' },
  }),
} as const satisfies Record<string, Node | ((...words: string[]) => Node)>

const outlets: Record<string, string> = { 'wait-for-event': 'yes', branch: 'gold' }

/** A journey by its nodes in a row: each leads to the next by the outlet that customers here take. */
export const inARow = (name: string, row: readonly Node[], settings: Journey['settings'] = {}): Journey => ({
  name,
  nodes: row.map((node, nth) => ({ ...node, version: 1, position: { x: 0, y: nth * 120 } })),
  edges: row.slice(1).flatMap(({ id }, nth) => {
    const from = row[nth]
    return from ? [{ from: from.id, outlet: outlets[from.type] ?? 'next', to: id }] : []
  }),
  settings,
})
