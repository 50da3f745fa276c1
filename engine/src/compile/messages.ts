import type { Language } from '@wend/nodes/sdk/issue'

type Say = Record<Language, (about: string, more: string) => string>

/** What is wrong with a journey, and what makes it right. */
export const messages = {
  'duplicate-node': {
    en: (id) => `Two nodes have the id “${id}”. Give each node an id of its own.`,
    'zh-CN': (id) => `有两个节点的标识都是“${id}”，请让每个节点的标识各不相同。`,
  },
  'unknown-type': {
    en: (type) => `There is no node type “${type}”. Correct its name, or remove the node.`,
    'zh-CN': (type) => `没有节点类型“${type}”。请更正名称，或删除该节点。`,
  },
  'unknown-version': {
    en: (type, versions) => `“${type}” has no such version. Use version ${versions}.`,
    'zh-CN': (type, versions) => `“${type}”没有该版本，请使用版本 ${versions}。`,
  },
  'type-not-available': {
    en: (type) => `Nodes of type “${type}” are not available yet. Remove the node, or use another type.`,
    'zh-CN': (type) => `“${type}”类型的节点暂不可用。请删除该节点，或改用其他类型。`,
  },
  'too-deep': {
    en: () => 'These settings are nested more than 40 levels deep. Flatten them.',
    'zh-CN': () => '该配置嵌套超过 40 层，请减少层级。',
  },
  'duplicate-outlet': {
    en: (outlet) => `Two ways out of this node are called “${outlet}”. Give each an id of its own.`,
    'zh-CN': (outlet) => `该节点有两个出口都叫“${outlet}”，请让每个出口的标识各不相同。`,
  },
  'unknown-node': {
    en: (id) => `There is no node “${id}”. Connect the edge to a node of this journey, or remove it.`,
    'zh-CN': (id) => `没有节点“${id}”。请将连线接到本旅程的节点，或删除该连线。`,
  },
  'unknown-outlet': {
    en: (outlet, known) =>
      known === ''
        ? `Nothing leads out of this node, so no edge can leave by “${outlet}”. Remove the edge.`
        : `This node has no outlet “${outlet}”. Connect the edge to one of: ${known}.`,
    'zh-CN': (outlet, known) =>
      known === ''
        ? `该节点没有出口，连线不能从“${outlet}”引出，请删除该连线。`
        : `该节点没有出口“${outlet}”，请改接到：${known}。`,
  },
  'outlet-taken': {
    en: (outlet) => `Two edges leave by “${outlet}”, but a customer takes one way. Remove one of them.`,
    'zh-CN': (outlet) => `出口“${outlet}”引出了两条连线，而用户只能走一条。请删除其中一条。`,
  },
  'edge-into-entry': {
    en: (id) => `An edge leads into the entry node “${id}”. Customers begin there: connect the edge to a later node.`,
    'zh-CN': (id) => `有连线指向入口节点“${id}”。用户从入口开始，请将连线接到之后的节点。`,
  },
  'no-entry': {
    en: () => 'Nobody can enter: no step lets customers in. Add one, such as “Enter by event”.',
    'zh-CN': () => '没有节点让用户进入旅程。请添加一个入口，例如“行为事件进入”。',
  },
  'loop-without-wait': {
    en: (ids) => `Customers would go round ${ids} without ever waiting. Put a wait into the loop, or remove an edge.`,
    'zh-CN': (ids) => `用户会在 ${ids} 之间不停循环而没有等待。请在循环中加入等待节点，或删除一条连线。`,
  },
  unreachable: {
    en: () => 'No customer can come here. Connect it, or remove it.',
    'zh-CN': () => '用户无法到达这一步。请连接它，或将其删除。',
  },
  'too-many-counts': {
    en: (count) =>
      `The conditions of this journey count ${count} different things that customers do. Count at most 200.`,
    'zh-CN': (count) => `该旅程的条件统计了 ${count} 种不同的用户行为，最多 200 种，请减少。`,
  },
  'unknown-time-zone': {
    en: (zone) => `“${zone}” is not a time zone. Give one such as Asia/Shanghai or UTC.`,
    'zh-CN': (zone) => `“${zone}”不是有效的时区，请填写例如 Asia/Shanghai 或 UTC。`,
  },
  'key-missing': {
    en: () => 'Once per key needs a key. Name where to find it, such as event.order_id.',
    'zh-CN': () => '“每个键一次”需要指定键，请填写其来源，例如 event.order_id。',
  },
  'key-unused': {
    en: (when) => `“${when}” uses no key. Remove the key, or choose once-per-key.`,
    'zh-CN': (when) => `“${when}”不使用键。请删除键，或改用 once-per-key。`,
  },
  'key-not-a-field': {
    en: (key) =>
      `“${key}” is not where a key can be found. Name a property of the entry event, such as event.order_id.`,
    'zh-CN': (key) => `“${key}”不能作为键。请填写进入事件的属性，例如 event.order_id。`,
  },
  'gap-unused': {
    en: (when) => `“${when}” uses no gap. Remove it, or choose after-exit.`,
    'zh-CN': (when) => `“${when}”不使用间隔。请删除间隔，或改用 after-exit。`,
  },
  'duration-too-long': {
    en: (duration) => `“${duration}” is longer than ten years. Give a shorter time.`,
    'zh-CN': (duration) => `“${duration}”超过十年，请缩短时长。`,
  },
  'duration-zero': {
    en: (duration) => `“${duration}” is no time at all. Give a longer one if customers are to wait.`,
    'zh-CN': (duration) => `“${duration}”的时长为零。若需要等待，请填写更长的时间。`,
  },
} satisfies Record<string, Say>

export const codes: Partial<Record<keyof typeof messages, string>> = {
  'type-not-available': 'not-available',
  'key-not-a-field': 'unknown-field',
}

/** How a problem with a field of a node is said. `title` is the field's, `help` what the node's author says of it. */
export const fieldMessages = {
  required: { en: 'This is required: fill it in.', 'zh-CN': '此项必填，请填写。' },
  'unknown-key': { en: 'This is not known here. Remove it.', 'zh-CN': '此处没有该配置项，请删除。' },
  duration: {
    en: 'Not a duration. Give one such as PT30M (30 minutes) or P3D (3 days).',
    'zh-CN': '不是时长。请填写例如 PT30M（30 分钟）或 P3D（3 天）。',
  },
  offset: {
    en: 'Not an offset. Give one such as P3D (3 days after) or -P3D (3 days before).',
    'zh-CN': '不是偏移时长。请填写例如 P3D（3 天后）或 -P3D（3 天前）。',
  },
  rule: {
    en: 'Not a group of conditions. Give { "combinator": "and", "rules": [ … ] }.',
    'zh-CN': '不是条件组。请填写 { "combinator": "and", "rules": [ … ] }。',
  },
  form: { en: 'Not of the form expected here. Correct it.', 'zh-CN': '格式不正确，请更正。' },
} satisfies Record<string, Record<Language, string>>

export const titled = (title: string, message: string, language: Language): string =>
  language === 'en' ? `${title}: ${message}` : `${title}：${message}`
