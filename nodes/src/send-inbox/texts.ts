import type { NodeDefinition } from '../sdk/define-node.ts'

export const texts: NodeDefinition['texts'] = {
  en: {
    name: 'Send to inbox',
    description: 'Shows a message, a popup or a red dot in your application.',
    summary: '{title:text}',
    fields: {
      kind: 'Kind',
      title: 'Title',
      body: 'Text',
      link: 'Link',
      expiresAfter: 'Disappears after',
    },
    help: {
      link: 'Where a tap leads to. Its address may not come from a template, the rest of it may.',
      expiresAfter: 'Leave empty to keep it until it is read.',
    },
    outlets: { next: 'Delivered', blocked: 'Blocked' },
    choices: { 'kind.message': 'Message', 'kind.popup': 'Popup', 'kind.badge': 'Red dot' },
  },
  'zh-CN': {
    name: '发送站内信',
    description: '在你的应用内展示消息、弹窗或红点。',
    summary: '{title:text}',
    fields: {
      kind: '形式',
      title: '标题',
      body: '正文',
      link: '链接',
      expiresAfter: '有效时长',
    },
    help: {
      link: '点击后打开的地址。域名不能来自模板，其余部分可以。',
      expiresAfter: '留空则一直保留到用户阅读。',
    },
    outlets: { next: '已送达', blocked: '被拦截' },
    choices: { 'kind.message': '消息', 'kind.popup': '弹窗', 'kind.badge': '红点' },
  },
}
