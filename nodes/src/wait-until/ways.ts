import type { Issue, Language, Text } from '../sdk/issue.ts'

/** The parts of the config that have to fit together. */
interface Ways {
  at?: string | undefined
  attribute?: string | undefined
  offset?: string | undefined
  time?: string | undefined
  weekdays?: readonly number[] | undefined
}

const messages = {
  'until-when': {
    en: 'Nothing says until when. Give a date and time, a time of day, or a customer’s date.',
    'zh-CN': '没有说明等到什么时候，请填写日期时间、一天中的时刻，或用户的日期属性。',
  },
  'until-either': {
    en: 'A fixed date and time stands alone. Remove it, or remove this field.',
    'zh-CN': '固定的日期时间只能单独使用，请删除它，或删除此项。',
  },
  'until-weekdays': {
    en: 'Weekdays go with a time of day alone. Give a time and no customer’s date, or remove the weekdays.',
    'zh-CN': '星期只能与一天中的时刻搭配使用，请填写时刻且不使用用户日期，或删除星期。',
  },
  'until-offset': {
    en: 'Before or after which date? Name the customer’s attribute, or remove the offset.',
    'zh-CN': '没有说明相对哪个日期提前或推后，请选择用户的日期属性，或删除偏移。',
  },
} satisfies Record<string, Text>

/** There are three ways to say until when: `at`; `time` with `weekdays`; `attribute` with `offset` and `time`. */
export function checkWays(ways: Ways, language: Language): Omit<Issue, 'node'>[] {
  const { at, attribute, offset, time, weekdays } = ways
  const wrong = (code: keyof typeof messages, path: string): Omit<Issue, 'node'> => ({
    code,
    severity: 'error',
    path,
    message: messages[code][language],
  })
  if (at !== undefined)
    return Object.entries({ attribute, offset, time, weekdays }).flatMap(([name, value]) =>
      value === undefined ? [] : [wrong('until-either', `/${name}`)],
    )
  return [
    ...(attribute === undefined && time === undefined ? [wrong('until-when', '')] : []),
    ...(weekdays && (attribute !== undefined || time === undefined) ? [wrong('until-weekdays', '/weekdays')] : []),
    ...(offset !== undefined && attribute === undefined ? [wrong('until-offset', '/offset')] : []),
  ]
}
