import { plainPage } from '../plain-page.ts'

/** What a sign-in link says that is unknown or over. */
export const linkIsOverPage = plainPage(
  'Wend',
  `<h1>This sign-in link is over</h1>
<p>Start Wend again, or ask whoever runs it for a new link.</p>
<h1 lang="zh-CN">登录链接已失效</h1>
<p lang="zh-CN">请重新启动 Wend，或向管理员索取新的链接。</p>`,
)
