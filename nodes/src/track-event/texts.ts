import type { NodeDefinition } from '../sdk/define-node.ts'

export const texts: NodeDefinition['texts'] = {
  en: {
    name: 'Record event',
    description: 'Records an event for this customer. It can enter and wake other journeys.',
    summary: 'Record {event}',
    fields: { event: 'Event', properties: 'Properties' },
    help: { properties: 'A text may contain Liquid; numbers, true, false, lists and objects are kept as they are.' },
    outlets: { next: 'Next' },
  },
  'zh-CN': {
    name: '记录行为事件',
    description: '为该用户记录一个行为事件，可以让其进入或唤醒其他旅程。',
    summary: '记录 {event}',
    fields: { event: '行为事件', properties: '属性' },
    help: { properties: '文本可以使用 Liquid；数字、true、false、列表和对象按原样保存。' },
    outlets: { next: '下一步' },
  },
}
