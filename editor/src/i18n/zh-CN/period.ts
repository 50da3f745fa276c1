import type { Catalog } from '../catalog.ts'

export const period: Pick<Catalog, 'period'> = {
  period: {
    label: '统计时段',
    choices: { all: '全部时间', today: '今天', '7d': '最近 7 天', '30d': '最近 30 天', days: '自选日期' },
    from: '开始日期',
    to: '结束日期',
    said: '{{days}}（UTC）',
    utc: '每天按 UTC 零点划分。',
    wrong: '结束日期不能早于开始日期，且跨度不超过 {{count}} 天。',
    now: '“进行中”与“在此”始终为此刻的人数',
    emptyTitle: '该时段内没有任何用户动态',
    emptyText: '没有用户进入、前进或结束。可改选其他日期，或查看全部时间。',
    failures: '失败的节点',
  },
}
