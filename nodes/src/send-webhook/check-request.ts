import type { Issue, Language, Text } from '../sdk/issue.ts'

/** Headers that belong to the connection, or to the visit. */
const ownHeaders = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'idempotency-key',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const messages = {
  'no-address': {
    en: 'Not an address. It begins with https:// or http:// and a host.',
    'zh-CN': '地址不正确，应以 https:// 或 http:// 加域名开头。',
  },
  'template-in-host': {
    en: 'A template may not choose the host or port. Write them out; the path and the query may contain templates.',
    'zh-CN': '模板不能决定域名或端口，请直接写出；路径和查询参数可以使用模板。',
  },
  'own-header': {
    en: 'This header is set when the request is sent. Remove it.',
    'zh-CN': '该请求头在发送时自动设置，请删除。',
  },
  'double-header': {
    en: 'This header is there twice. Header names do not tell capital from small letters: keep one.',
    'zh-CN': '该请求头重复。请求头名称不区分大小写，请只保留一个。',
  },
  'body-not-sent': {
    en: 'A GET request carries no body: this one will not be sent. Choose another method, or remove the body.',
    'zh-CN': 'GET 请求没有请求体，此内容不会被发送。请换用其他方法，或删除请求体。',
  },
} satisfies Record<string, Text>

/** What the schema cannot say of a request. */
export function checkRequest(
  {
    url,
    method,
    headers = {},
    body,
  }: { url: string; method: string; headers?: Record<string, string> | undefined; body?: string | undefined },
  language: Language,
): Omit<Issue, 'node'>[] {
  const found = (code: keyof typeof messages, path: string, severity: Issue['severity'] = 'error') => [
    { code, severity, path, message: messages[code][language] },
  ]
  const host = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? ''
  const isHost = host !== '' && !/[\s\\]/.test(host) && URL.canParse(`http://${host}/`)
  const seen = new Set<string>()
  return [
    ...(/[{}]/.test(host) ? found('template-in-host', '/url') : isHost ? [] : found('no-address', '/url')),
    ...Object.keys(headers).flatMap((name) => {
      const plain = name.toLowerCase()
      const path = `/headers/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      if (ownHeaders.has(plain)) return found('own-header', path)
      if (seen.has(plain)) return found('double-header', path)
      seen.add(plain)
      return []
    }),
    ...(method === 'GET' && body ? found('body-not-sent', '/body', 'warning') : []),
  ]
}
