import type { Catalog } from '../catalog.ts'

export const together: Pick<Catalog, 'together' | 'history'> = {
  together: {
    signedOutTitle: '登录已失效',
    signedOutText: '画好的、填好的内容都还在。请在另一个标签页重新登录，然后继续。',
  },
  history: {
    title: '历史版本',
    intro: '每次发布都会保留一个版本。',
    none: '还没有发布过。每次发布都会在这里留下一个版本，可用来对比或恢复。',
    live: '用户正进入此版本',
    inside: '{{number}} 人进行中',
    insideExactly: '此版本中现有 {{number}} 位用户',
    compare: '对比',
    compareThis: '将 {{version}} 与草稿对比',
    restore: '恢复',
    restoreThis: '将 {{version}} 恢复为草稿',
    restored: '草稿已恢复为版本 {{number}}，撤销即可回到之前的内容。',
    sameAsDraft: '草稿本来就是版本 {{number}}。',
    back: '全部版本',
    before: '之前',
    after: '之后',
    draft: '草稿',
    same: '除卡片位置外没有差别。',
    added: '新增',
    removed: '删除',
    changed: '修改',
    line: '从“{{from}}”到“{{to}}”的连线',
    nothing: '无',
    notes: '便签',
    canvas: '版本对比',
  },
}
