import type { NodeDefinition } from '../sdk/define-node.ts'

export const texts: NodeDefinition['texts'] = {
  en: {
    name: 'Wait for event',
    description: 'Holds the customer until one of several events, or until the time is up.',
    summary: 'Wait up to {timeout:duration} for {branches.event:list}',
    fields: {
      branches: 'Events',
      'branches.id': 'Id',
      'branches.event': 'Event',
      'branches.where': 'Only if',
      timeout: 'Give up after',
    },
    help: {
      branches: 'The customer leaves by the first that matches, in this order.',
      'branches.id': 'Names the way out. Letters, digits, - and _.',
      'branches.where':
        '“event.…” is a property of the awaited event, “entry.…” one of the event that began the journey.',
      timeout: 'Days and longer follow the customer’s calendar; hours and shorter are exact.',
    },
    outlets: { 'timed-out': 'Time is up' },
  },
  'zh-CN': {
    name: '等待行为事件',
    description: '让用户停留，直到发生若干行为事件之一，或等待超时。',
    summary: '最多等待 {timeout:duration}，直到发生 {branches.event:list}',
    fields: {
      branches: '行为事件',
      'branches.id': '标识',
      'branches.event': '行为事件',
      'branches.where': '匹配条件',
      timeout: '最长等待',
    },
    help: {
      branches: '按此顺序，用户从最先匹配的分支离开。',
      'branches.id': '出口的名称，只能使用字母、数字、- 和 _。',
      'branches.where': '“event.…” 表示所等待事件的属性，“entry.…” 表示进入旅程时那个事件的属性。',
      timeout: '天及以上的单位按用户所在时区的日历计算；小时及以下按实际时长计算。',
    },
    outlets: { 'timed-out': '超时' },
  },
}
