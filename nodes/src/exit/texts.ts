import type { NodeDefinition } from '../sdk/define-node.ts'

export const texts: NodeDefinition['texts'] = {
  en: {
    name: 'Exit',
    description: 'Ends the journey for this customer.',
    summary: 'End here[: {reason}]',
    fields: { reason: 'Reason' },
    help: { reason: 'Your own word for why. It is shown in the customer’s timeline.' },
    outlets: {},
  },
  'zh-CN': {
    name: '结束',
    description: '该用户的旅程到此结束。',
    summary: '到此结束[：{reason}]',
    fields: { reason: '原因' },
    help: { reason: '你自己的说明，会显示在用户的时间线中。' },
    outlets: {},
  },
}
