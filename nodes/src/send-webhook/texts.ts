import type { NodeDefinition } from '../sdk/define-node.ts'

export const texts: NodeDefinition['texts'] = {
  en: {
    name: 'Call webhook',
    description: 'Calls an HTTP address of yours or of a provider.',
    summary: '{method} {url:text}',
    fields: {
      url: 'Address',
      method: 'Method',
      headers: 'Headers',
      body: 'Body',
      saveAs: 'Keep the answer in',
    },
    help: {
      url: 'The host is written out; the path and the query may contain Liquid.',
      headers: 'Secrets are kept in the settings and written {{ secrets.name }}.',
      body: 'JSON, unless a Content-Type header says otherwise. Values are escaped.',
      saveAs: 'A customer’s attribute. Leave empty to forget the answer.',
    },
    outlets: { next: 'Success', failed: 'Failed' },
    choices: {
      'method.GET': 'GET',
      'method.POST': 'POST',
      'method.PUT': 'PUT',
      'method.PATCH': 'PATCH',
      'method.DELETE': 'DELETE',
    },
  },
  'zh-CN': {
    name: '调用 Webhook',
    description: '调用你自己或服务商的 HTTP 地址。',
    summary: '{method} {url:text}',
    fields: {
      url: '地址',
      method: '方法',
      headers: '请求头',
      body: '请求体',
      saveAs: '将响应保存到',
    },
    help: {
      url: '域名需直接写出；路径和查询参数可以使用 Liquid。',
      headers: '密钥保存在设置中，以 {{ secrets.name }} 引用。',
      body: '默认为 JSON，除非 Content-Type 请求头另有说明；变量会自动转义。',
      saveAs: '用户属性名，留空则不保存响应。',
    },
    outlets: { next: '成功', failed: '失败' },
    choices: {
      'method.GET': 'GET',
      'method.POST': 'POST',
      'method.PUT': 'PUT',
      'method.PATCH': 'PATCH',
      'method.DELETE': 'DELETE',
    },
  },
}
