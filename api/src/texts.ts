import type { Text } from '@wend/nodes/sdk/issue'

/** What every problem says: its status and its title in every language. */
export const problems = {
  'unreadable-json': [
    400,
    { en: 'The body is not readable JSON in UTF-8.', 'zh-CN': '请求正文不是可读取的 UTF-8 JSON。' },
  ],
  'unreadable-request': [400, { en: 'This is not a request of HTTP.', 'zh-CN': '这不是有效的 HTTP 请求。' }],
  'invalid-query': [
    400,
    { en: 'The address asks for something that this route does not know.', 'zh-CN': '请求地址中的参数无效。' },
  ],
  'invalid-message': [400, { en: 'The message cannot be taken.', 'zh-CN': '无法接收该消息。' }],
  unauthorized: [401, { en: 'A valid key or session is needed.', 'zh-CN': '需要有效的密钥或登录会话。' }],
  'wrong-key': [403, { en: 'This key may not do that.', 'zh-CN': '该密钥无权执行此操作。' }],
  'no-csrf-header': [
    403,
    {
      en: 'A request by session that changes something must carry the header X-Wend.',
      'zh-CN': '通过登录会话发出的修改请求必须带有 X-Wend 请求头。',
    },
  ],
  'not-yours': [403, { en: 'Only who wrote a comment can take it back.', 'zh-CN': '只有评论的作者可以撤回评论。' }],
  'only-local': [
    403,
    {
      en: 'This is shown to local requests and to an API key only.',
      'zh-CN': '仅本机请求或持有 API 密钥的请求可以查看。',
    },
  ],
  'not-found': [404, { en: 'Nothing is here by that id.', 'zh-CN': '没有找到该 id 对应的内容。' }],
  'no-such-route': [404, { en: 'There is no such route.', 'zh-CN': '没有这个接口。' }],
  'wrong-method': [
    405,
    {
      en: 'This address does not take that method. Allow names those that it takes.',
      'zh-CN': '该地址不支持此请求方法，Allow 列出了支持的方法。',
    },
  ],
  'not-acceptable': [
    406,
    {
      en: 'This is an event stream: Accept must name text/event-stream.',
      'zh-CN': '这是事件流：Accept 必须包含 text/event-stream。',
    },
  ],
  'too-slow': [
    408,
    { en: 'The request took too long to arrive. Send it again.', 'zh-CN': '请求传输超时，请重新发送。' },
  ],
  'wrong-state': [
    409,
    { en: 'The state that the journey is in does not allow this.', 'zh-CN': '旅程当前的状态不允许此操作。' },
  ],
  'demo-unmet': [
    409,
    {
      en: 'What the entry asks for cannot be invented from its own values. Send an event of your own that meets it.',
      'zh-CN': '无法按入口条件自动生成符合的演示数据，请自行发送一个符合条件的行为事件。',
    },
  ],
  'too-many-comments': [
    409,
    {
      en: 'There are as many comments here as can be kept. Take some back first.',
      'zh-CN': '此处的评论数已达上限，请先撤回一些。',
    },
  ],
  'in-progress': [
    409,
    {
      en: 'A request with this Idempotency-Key is still being answered. Try again in a moment.',
      'zh-CN': '使用该 Idempotency-Key 的请求仍在处理中，请稍后重试。',
    },
  ],
  'revision-stale': [
    412,
    { en: 'Somebody has saved this draft since: load it again.', 'zh-CN': '草稿已被其他人保存，请重新加载。' },
  ],
  'too-large': [413, { en: 'The body is too large.', 'zh-CN': '请求正文过大。' }],
  'too-many-messages': [
    413,
    { en: 'A batch holds at most 2,000 messages.', 'zh-CN': '一个批次最多包含 2,000 条消息。' },
  ],
  'unknown-encoding': [
    415,
    {
      en: 'The body’s encoding is not known: send gzip or nothing.',
      'zh-CN': '不支持该正文编码：请使用 gzip 或不编码。',
    },
  ],
  'unknown-expectation': [
    417,
    { en: 'Nothing but 100-continue can be expected here.', 'zh-CN': '此处的 Expect 只支持 100-continue。' },
  ],
  'invalid-body': [
    422,
    { en: 'The body has not the shape that this route takes.', 'zh-CN': '请求正文的结构不符合该接口的要求。' },
  ],
  'invalid-journey': [422, { en: 'The journey cannot be published yet.', 'zh-CN': '旅程暂时无法发布。' }],
  'not-available': [422, { en: 'This is not available yet.', 'zh-CN': '该功能暂不可用。' }],
  'nothing-to-send': [
    422,
    { en: 'There is nothing to send yet: mend what is wrong first.', 'zh-CN': '暂时无法发送，请先修正问题。' },
  ],
  'key-reused': [
    422,
    { en: 'This Idempotency-Key was used for another request.', 'zh-CN': '该 Idempotency-Key 已用于另一个请求。' },
  ],
  'revision-missing': [
    428,
    {
      en: 'Say which draft you mean: send its ETag in If-Match.',
      'zh-CN': '请说明所指的草稿：在 If-Match 中发送它的 ETag。',
    },
  ],
  'too-many-attempts': [
    429,
    {
      en: 'Too many keys or links that open nothing came from this address. Wait a minute, and check the key.',
      'zh-CN': '来自此地址的无效密钥或链接过多，请稍候一分钟并检查密钥。',
    },
  ],
  'too-many-tests': [
    429,
    {
      en: 'Twenty tests were sent within a minute. Wait a minute, then send again.',
      'zh-CN': '一分钟内已发送 20 条测试消息，请一分钟后再试。',
    },
  ],
  'enough-demos': [
    429,
    {
      en: 'Demo data was made 50 times here: enough to try everything. Send events of your own now.',
      'zh-CN': '此空间已生成 50 次演示数据，足够试用，请改为发送真实的行为事件。',
    },
  ],
  overloaded: [
    429,
    {
      en: 'More comes in than can be taken now. Nothing of this was taken: send it again after Retry-After.',
      'zh-CN': '当前请求超出处理能力，本次内容未被接收，请在 Retry-After 之后重新发送。',
    },
  ],
  'headers-too-large': [
    431,
    { en: 'The address and the headers are too large together.', 'zh-CN': '请求地址与请求头合计过大。' },
  ],
  internal: [
    500,
    {
      en: 'Something went wrong here. The request id names it in the log.',
      'zh-CN': '服务器内部出错，可凭请求 id 在日志中查找。',
    },
  ],
  unavailable: [503, { en: 'The database is away. Try again in a moment.', 'zh-CN': '数据库暂时不可用，请稍后重试。' }],
} as const satisfies Record<string, readonly [number, Text]>

export type ProblemCode = keyof typeof problems

/** What is wrong with a message or a body, and what makes it right. */
export const issueTexts = {
  'too-deep': { en: 'Nested too deeply. Flatten it.', 'zh-CN': '嵌套过深，请减少层级。' },
  'bad-text': {
    en: 'Holds a NUL or half a surrogate pair, which cannot be stored. Remove it.',
    'zh-CN': '包含 NUL 或不成对的代理字符，无法保存，请删除。',
  },
  'bad-key': { en: '“__proto__” cannot be a name. Choose another.', 'zh-CN': '“__proto__”不能作为名称，请换一个。' },
  'bad-number': { en: 'The number is too large.', 'zh-CN': '数值过大。' },
  'too-large': {
    en: 'Larger than 32,000 bytes. Send less with one message.',
    'zh-CN': '超过 32,000 字节，请精简单条消息。',
  },
  'properties-too-large': { en: 'Larger than 32,000 bytes. Send less.', 'zh-CN': '超过 32,000 字节，请精简。' },
  'too-much-together': {
    en: 'For all these customers together this is over 20 MB. Send fewer customers at once.',
    'zh-CN': '所有用户合计超过 20 MB，请减少单次提交的用户数。',
  },
  'not-an-object': { en: 'Must be a JSON object.', 'zh-CN': '必须是 JSON 对象。' },
  'not-a-list': { en: 'Must be a list of messages.', 'zh-CN': '必须是消息列表。' },
  'unknown-type': {
    en: 'Must be track, identify, page, screen, group or alias.',
    'zh-CN': '必须是 track、identify、page、screen、group 或 alias。',
  },
  'no-id': { en: 'A userId or an anonymousId is needed.', 'zh-CN': '需要 userId 或 anonymousId。' },
  'bad-id': {
    en: 'Must be a text of 1 to 500 characters, or a number.',
    'zh-CN': '必须是 1 至 500 个字符的文本，或数字。',
  },
  'bad-event-name': { en: 'Must be a text of 1 to 200 characters.', 'zh-CN': '必须是 1 至 200 个字符的文本。' },
  'bad-timestamp': {
    en: 'Must be an ISO 8601 time such as 2026-01-31T09:30:00Z.',
    'zh-CN': '必须是 ISO 8601 时间，例如 2026-01-31T09:30:00Z。',
  },
  'time-out-of-range': {
    en: 'The time lies before 1970 or more than 24 hours in the future.',
    'zh-CN': '时间早于 1970 年，或晚于当前时间 24 小时以上。',
  },
  'not-available': { en: 'Not available yet. The message is kept here.', 'zh-CN': '暂不支持，消息已保留在此。' },
  'needs-user-token': {
    en: 'A browser key writes a known customer only with her user token, signed by your backend, in context.userToken.',
    'zh-CN': '浏览器密钥写入已知用户时，必须在 context.userToken 中带上由你的后端签名的用户令牌。',
  },
  'bad-user-token': {
    en: 'Not a JSON Web Token signed (HS256) with this key’s signing secret, with the user id as sub.',
    'zh-CN': '不是使用该密钥的签名密钥以 HS256 签名、且 sub 为用户 id 的 JSON Web Token。',
  },
  'user-token-expired': {
    en: 'The user token is over. Let your backend sign a new one.',
    'zh-CN': '用户令牌已过期，请由你的后端重新签发。',
  },
  'user-token-of-another': {
    en: 'The user token is another user’s: its sub must be this userId.',
    'zh-CN': '用户令牌属于其他用户：其 sub 必须与该 userId 一致。',
  },
  'claimed-anonymous-id': {
    en: 'This anonymous id belongs to a known customer: a browser key writes her only with her userId and user token.',
    'zh-CN': '该匿名 id 属于已知用户：浏览器密钥写入该用户时，必须带上其 userId 和用户令牌。',
  },
  'too-many-attributes': {
    en: 'The customer would have more than 500 attributes, or more than 64,000 bytes of them. Remove some (null), or send fewer.',
    'zh-CN': '该用户的属性将超过 500 个或 64,000 字节。请删除部分属性（设为 null）或减少发送的属性。',
  },
  'unknown-key': { en: 'Not known here. Remove it.', 'zh-CN': '无法识别，请删除。' },
  'more-issues': {
    en: 'More faults follow that are not listed. Mend these first.',
    'zh-CN': '此外还有更多问题，请先修正以上各项。',
  },
  'half-a-period': {
    en: 'from and to go together: give both days, or neither.',
    'zh-CN': 'from 与 to 须同时给出，或都不给出。',
  },
  'period-ends-first': { en: 'The last day lies before the first.', 'zh-CN': '结束日期早于开始日期。' },
  'period-too-long': {
    en: 'At most 400 days can be asked for: so long they are kept.',
    'zh-CN': '最多查询 400 天：每日数字只保留这么久。',
  },
  'bad-cursor': { en: 'Not a cursor that a list has given out.', 'zh-CN': '不是列表返回的游标。' },
  'bad-secret-name': {
    en: 'Must begin with a letter or _, and hold at most 64 letters, digits, _ and -.',
    'zh-CN': '必须以字母或 _ 开头，且最多包含 64 个字母、数字、_ 或 -。',
  },
  'no-test-address': {
    en: 'Not an e-mail address. Write the one that the test is to reach, such as ada@example.com.',
    'zh-CN': '邮箱地址不正确，请填写接收测试邮件的地址，例如 ada@example.com。',
  },
  'test-blocked': {
    en: 'The channel does not take this message. Check the sender, the reply address, the link and the body.',
    'zh-CN': '渠道拒绝了这条消息，请检查发件人、回复地址、链接和正文。',
  },
  'unknown-time-zone': {
    en: 'Not a time zone. Write one such as Asia/Shanghai or Europe/Berlin.',
    'zh-CN': '时区不正确，请填写如 Asia/Shanghai 的时区名称。',
  },
  'bad-header': { en: 'Must be 1 to 255 printable characters.', 'zh-CN': '必须是 1 至 255 个可打印字符。' },
} as const satisfies Record<string, Text>

export type IssueCode = keyof typeof issueTexts
