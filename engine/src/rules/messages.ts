import type { Language } from '@wend/nodes/sdk/issue'

type Say = Record<Language, (about: string) => string>

/** What is wrong with a rule, and what makes it right. `about` is the field, the node or the part at fault. */
export const ruleMessages = {
  'empty-group': {
    en: () => 'This group of conditions is empty. Add a condition, or remove the group.',
    'zh-CN': () => '该条件组为空。请添加条件，或删除该组。',
  },
  'too-deep': {
    en: () => 'Conditions are nested more than 12 groups deep. Flatten them.',
    'zh-CN': () => '条件组嵌套超过 12 层，请减少层级。',
  },
  'too-many': {
    en: () => 'One rule holds at most 500 conditions. Compare with a list by “in”, or split the rule.',
    'zh-CN': () => '一条规则最多包含 500 个条件。请用“in”与列表比较，或拆分规则。',
  },
  'unknown-field': {
    en: (field) =>
      `“${field}” is not a field here. Begin it with customer., event., entry., did. or touch., followed by a name.`,
    'zh-CN': (field) => `此处没有字段“${field}”。字段应以 customer.、event.、entry.、did. 或 touch. 开头，后接名称。`,
  },
  'unknown-field-inside': {
    en: (field) => `“${field}” cannot be counted by. Conditions on counted events compare event.… and customer.… only.`,
    'zh-CN': (field) => `“${field}”不能用于计数条件，计数条件只能使用 event.… 和 customer.…。`,
  },
  'not-another-field': {
    en: (field) => `“${field}” cannot be compared with. Name a field that begins with customer., event. or entry.`,
    'zh-CN': (field) => `“${field}”不能作为比较对象，请填写以 customer.、event. 或 entry. 开头的字段。`,
  },
  'segment-not-available': {
    en: (field) => `“${field}”: segments are not available yet. Remove this condition.`,
    'zh-CN': (field) => `“${field}”：分群条件暂不可用，请删除该条件。`,
  },
  'state-not-told': {
    en: (state) => `“${state}”: nobody learns this of such a touch. Ask for delivered, failed or blocked.`,
    'zh-CN': (state) => `“${state}”：此类触达无法得知该结果，请改用 delivered、failed 或 blocked。`,
  },
  'unknown-node': {
    en: (node) => `There is no node “${node}” in this journey. Name the touch whose outcome is meant.`,
    'zh-CN': (node) => `旅程中没有节点“${node}”，请填写要判断的触达节点。`,
  },
  'not-a-touch': {
    en: (node) => `Node “${node}” sends nothing. Name a node that sends a touch.`,
    'zh-CN': (node) => `节点“${node}”不发送触达，请填写会发送触达的节点。`,
  },
  'touch-too-early': {
    en: (field) => `“${field}”: nothing has been sent when a customer enters. Ask for it in a later node.`,
    'zh-CN': (field) => `“${field}”：用户进入时尚未发送任何触达，请在之后的节点中判断。`,
  },
  'unknown-state': {
    en: (state) => `“${state}” is not what comes of a touch. Ask for delivered, opened, clicked, failed or blocked.`,
    'zh-CN': (state) => `“${state}”不是触达结果，请使用 delivered、opened、clicked、failed 或 blocked。`,
  },
  'count-operator': {
    en: (operator) => `A count cannot be compared by “${operator}”. Use =, !=, <, <=, > or >=.`,
    'zh-CN': (operator) => `次数不能用“${operator}”比较，请使用 =、!=、<、<=、> 或 >=。`,
  },
  'touch-operator': {
    en: (operator) =>
      `The outcome of a touch cannot be asked for by “${operator}”. Use =, !=, in, notIn, null or notNull.`,
    'zh-CN': (operator) => `触达结果不能用“${operator}”判断，请使用 =、!=、in、notIn、null 或 notNull。`,
  },
  'count-value': {
    en: () => 'Not a count. Give { "count": 2 }, a whole number from 0, with “within” and “where” if wanted.',
    'zh-CN': () => '次数格式不正确。请填写 { "count": 2 }，即不小于 0 的整数，可另加“within”和“where”。',
  },
  'unknown-key': {
    en: (key) => `“${key}” is not known here. Use count, within and where.`,
    'zh-CN': (key) => `此处没有“${key}”，请使用 count、within 和 where。`,
  },
  months: {
    en: (duration) => `“${duration}”: months and years have no fixed length in conditions. Give days, such as P30D.`,
    'zh-CN': (duration) => `“${duration}”：条件中月和年的长度不固定，请改用天数，例如 P30D。`,
  },
  'not-a-duration': {
    en: (duration) => `“${duration}” is not a duration. Give one such as P30D or PT2H.`,
    'zh-CN': (duration) => `“${duration}”不是时长，请填写例如 P30D 或 PT2H。`,
  },
  'no-value': {
    en: (operator) => `“${operator}” wants a value to compare with. To ask for a missing value, use the operator null.`,
    'zh-CN': (operator) => `“${operator}”需要一个比较值。若要判断值为空，请使用操作符 null。`,
  },
  'not-in-order': {
    en: (operator) => `“${operator}” compares numbers, or times such as 2026-01-31T08:00:00Z. Give one of these.`,
    'zh-CN': (operator) => `“${operator}”用于比较数字，或 2026-01-31T08:00:00Z 这样的时间，请填写其中之一。`,
  },
  'not-a-pair': {
    en: (operator) => `“${operator}” wants a list of two, the lower first: two numbers, or two times.`,
    'zh-CN': (operator) => `“${operator}”需要两个值的列表，较小的在前：两个数字或两个时间。`,
  },
  'not-a-list': {
    en: (operator) => `“${operator}” wants a list of 1 to 1,000 values.`,
    'zh-CN': (operator) => `“${operator}”需要包含 1 到 1000 个值的列表。`,
  },
  'not-a-text': {
    en: (operator) => `“${operator}” wants a text.`,
    'zh-CN': (operator) => `“${operator}”需要一段文本。`,
  },
  'not-a-rule': {
    en: () => 'Not a group of conditions. Give { "combinator": "and", "rules": [ … ] }.',
    'zh-CN': () => '不是条件组。请填写 { "combinator": "and", "rules": [ … ] }。',
  },
  unstorable: {
    en: () => 'This contains a character that no stored text can have (NUL, or half of a pair). Remove it.',
    'zh-CN': () => '其中含有无法存储的字符（NUL 或不成对的代理字符），请删除。',
  },
} satisfies Record<string, Say>

export type RuleFault = keyof typeof ruleMessages
