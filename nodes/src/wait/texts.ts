import type { NodeDefinition } from '../sdk/define-node.ts'

export const texts: NodeDefinition['texts'] = {
  en: {
    name: 'Wait',
    description: 'Holds the customer for a time.',
    summary: 'Wait {duration:duration}',
    fields: { duration: 'How long' },
    help: {
      duration: 'Days and longer follow the customer’s calendar and keep the time of day; hours and shorter are exact.',
    },
    outlets: { next: 'Next' },
  },
  'zh-CN': {
    name: '等待',
    description: '让用户停留一段时间。',
    summary: '等待 {duration:duration}',
    fields: { duration: '等待时长' },
    help: { duration: '天及以上的单位按用户所在时区的日历计算，时刻不变；小时及以下按实际时长计算。' },
    outlets: { next: '下一步' },
  },
}
