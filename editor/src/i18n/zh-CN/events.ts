import type { Catalog } from '../catalog.ts'

export const events: Pick<Catalog, 'events'> = {
  events: {
    title: '行为事件',
    intro: '你的应用上报的行为事件。这里的事件名、属性和取值会在旅程中作为建议出现。',
    rejected: '被拒事件',
    search: '按事件名搜索',
    within: '接收时间',
    spans: { any: '全部', day: '近 24 小时', week: '近 7 天' },
    name: '行为事件',
    total: '累计',
    last: '最近一次',
    first: '首次接收',
    emptyTitle: '还没有收到行为事件',
    emptyText:
      '用任意 Segment 客户端或 curl 上报第一个事件，事件名和属性就会出现在这里，并在旅程需要填写事件的地方给出建议：',
    noneTitle: '没有这样的行为事件',
    noneText: '没有行为事件同时符合搜索词和时间范围，请去掉其中一个条件。',
    clear: '显示全部',
    all: '全部行为事件',
    neverTitle: '尚未收到过',
    neverText: '还没有收到名为“{{name}}”的行为事件。请检查应用上报的写法，事件名区分大小写。',
    properties: '事件属性',
    looked_one: '取自最近 {{count}} 个事件。',
    looked_other: '取自最近 {{count}} 个事件。',
    noProperties: '没有携带属性。',
    property: '属性',
    kind: '类型',
    share: '出现比例',
    samples: '示例',
    recent: '最近触发的用户',
  },
}
