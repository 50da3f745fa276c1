import type { NodeDefinition } from '../sdk/define-node.ts'

export const texts: NodeDefinition['texts'] = {
  en: {
    name: 'Enter by event',
    description: 'Customers enter the journey when they do something.',
    summary: 'When {event} happens',
    fields: { event: 'Event', where: 'Only if' },
    help: {
      event: 'The name as your application sends it.',
      where: 'Leave empty to let in every customer who does it. “event.…” is a property of this event.',
    },
    outlets: { next: 'Next' },
  },
  'zh-CN': {
    name: '行为事件进入',
    description: '用户发生某个行为时进入旅程。',
    summary: '发生 {event} 时进入',
    fields: { event: '行为事件', where: '进入条件' },
    help: {
      event: '与你的应用上报的事件名保持一致。',
      where: '留空则所有发生该行为的用户都会进入。“event.…” 表示该事件的属性。',
    },
    outlets: { next: '下一步' },
  },
}
