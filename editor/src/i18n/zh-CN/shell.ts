import type { Catalog } from '../catalog.ts'

export const shell: Pick<Catalog, 'nav' | 'menu' | 'signIn' | 'common' | 'errors'> = {
  nav: {
    label: '主导航',
    journeys: '旅程',
    customers: '用户',
    outbox: '发件箱',
    rejected: '被拒事件',
    skip: '跳到正文',
  },
  menu: {
    language: '语言',
    theme: '外观',
    light: '浅色',
    dark: '深色',
    system: '跟随系统',
    signOut: '退出登录',
    account: '账号：{{name}}',
  },
  signIn: {
    title: '请打开登录链接',
    text: 'Wend 不用密码。请打开“npm start”打印的链接，24 小时内有效。',
    again: '链接过期了？重新启动 Wend，会打印新的链接。',
    retry: '我已打开',
  },
  common: {
    cancel: '取消',
    close: '关闭',
    delete: '删除',
    more: '显示更多',
    loading: '加载中…',
    retry: '重试',
    none: '无',
    back: '返回旅程列表',
  },
  errors: {
    more: '另有 {{count}} 处',
    unreachable: '连接不上服务器。请确认 Wend 正在运行，然后重试。',
    forbidden: '您没有这项权限。请联系空间管理员。',
    missing: '这里已经没有内容，可能已被删除。请返回列表。',
    server: '服务器出错了。请重试；如再次出现，日志中有原因。',
    page: '页面未能显示。请重新加载，您的修改已保存。',
    reload: '重新加载',
    notFoundTitle: '这个地址没有内容',
    notFoundText: '链接可能已过期。回到旅程列表看看。',
  },
}
