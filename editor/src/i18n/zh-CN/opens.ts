import type { Catalog } from '../catalog.ts'

export const opens: Pick<Catalog, 'opens'> = {
  opens: {
    opened: '已打开',
    clicked: '已点击',
    openedAt: '{{time}} 打开',
    clickedAt: '{{time}} 点击',
    openedFact: '打开时间',
    clickedFact: '点击时间',
    track: '跟踪邮件的打开和点击',
    trackHelp:
      '邮件中的链接会先经过 {{url}} 再跳转，邮件末尾的透明图片用来得知邮件已被打开；“实时”页会统计两者，条件中也可使用。关闭后不再记录，已发出的链接仍然有效。',
  },
}
