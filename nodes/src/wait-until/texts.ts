import type { NodeDefinition } from '../sdk/define-node.ts'

export const texts: NodeDefinition['texts'] = {
  en: {
    name: 'Wait until',
    description:
      'Holds the customer until a date, a time of day in the customer’s zone, or a date of the customer’s own.',
    summary: 'Until[ {at}][ {attribute}][ {offset:duration}][ {time}][ on {weekdays:count} of 7 days]',
    fields: {
      at: 'Date and time',
      attribute: 'Customer’s date',
      offset: 'Before or after it',
      time: 'Time of day',
      weekdays: 'Weekdays',
    },
    help: {
      at: 'The same moment for everybody. Once it is past, customers go straight on.',
      attribute: 'An attribute that holds a date, such as a renewal. Customers without one go straight on.',
      offset: 'Minus three days is three days before it.',
      time: 'In the customer’s time zone. When the clocks change, a time that is skipped moves to the next that exists.',
      weekdays: 'Leave empty for any day.',
    },
    outlets: { next: 'Next' },
    choices: {
      'weekdays.1': 'Monday',
      'weekdays.2': 'Tuesday',
      'weekdays.3': 'Wednesday',
      'weekdays.4': 'Thursday',
      'weekdays.5': 'Friday',
      'weekdays.6': 'Saturday',
      'weekdays.7': 'Sunday',
    },
  },
  'zh-CN': {
    name: '等到',
    description: '让用户停留到某个日期、用户所在时区的某个时刻，或用户自己的日期。',
    summary: '等到[ {at}][ {attribute}][ {offset:duration}][ {time}][，每周 {weekdays:count} 天]',
    fields: {
      at: '日期和时间',
      attribute: '用户日期',
      offset: '提前或推后',
      time: '时刻',
      weekdays: '星期',
    },
    help: {
      at: '对所有用户都是同一时刻；已经过去则直接进入下一步。',
      attribute: '保存日期的用户属性，例如续费日；没有该日期的用户直接进入下一步。',
      offset: '负三天表示提前三天。',
      time: '按用户所在时区计算；遇到夏令时切换而不存在的时刻，顺延到下一个存在的时刻。',
      weekdays: '留空表示任意一天。',
    },
    outlets: { next: '下一步' },
    choices: {
      'weekdays.1': '星期一',
      'weekdays.2': '星期二',
      'weekdays.3': '星期三',
      'weekdays.4': '星期四',
      'weekdays.5': '星期五',
      'weekdays.6': '星期六',
      'weekdays.7': '星期日',
    },
  },
}
