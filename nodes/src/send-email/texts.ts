import type { NodeDefinition } from '../sdk/define-node.ts'

export const texts: NodeDefinition['texts'] = {
  en: {
    name: 'Send e-mail',
    description: 'Sends an e-mail to the customer’s address.',
    summary: '{subject:text}',
    fields: {
      subject: 'Subject',
      preheader: 'Preview line',
      body: 'Body',
      from: 'From',
      replyTo: 'Reply to',
    },
    help: {
      preheader: 'What an inbox shows beside the subject.',
      body: 'HTML or MJML, with Liquid. A way to unsubscribe is added.',
      from: 'Leave empty for the workspace’s own address.',
      replyTo: 'Leave empty to have answers go to the sender.',
    },
    outlets: { next: 'Delivered', failed: 'Failed', blocked: 'Blocked' },
  },
  'zh-CN': {
    name: '发送邮件',
    description: '向用户的邮箱发送一封邮件。',
    summary: '{subject:text}',
    fields: {
      subject: '主题',
      preheader: '预览文字',
      body: '正文',
      from: '发件人',
      replyTo: '回复地址',
    },
    help: {
      preheader: '收件箱中显示在主题旁边的文字。',
      body: 'HTML 或 MJML，可以使用 Liquid；会自动加入退订方式。',
      from: '留空则使用空间的默认发件地址。',
      replyTo: '留空则回复到发件人。',
    },
    outlets: { next: '已送达', failed: '发送失败', blocked: '被拦截' },
  },
}
