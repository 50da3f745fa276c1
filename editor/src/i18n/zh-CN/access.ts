import type { Catalog } from '../catalog.ts'

export const access: Pick<Catalog, 'leftPanel' | 'outline' | 'step' | 'linking' | 'spoken' | 'regions'> = {
  leftPanel: {
    label: '步骤与大纲',
    palette: '步骤',
    outline: '大纲',
  },
  outline: {
    label: '旅程大纲',
    empty: '这里还没有步骤。先选择用户因何进入。',
    open: '尚未连到任何步骤',
    again: '回到“{{node}}”',
    by: '经“{{outlet}}”',
    loose: '未连线',
    commands: '对“{{node}}”的操作',
    expand: '展开',
    collapse: '收起',
    stuck: '这个步骤无法与相邻步骤交换：它是入口，或有多条连线汇到这里。',
  },
  step: {
    configure: '设置',
    quick: '快速设置',
    add: '在其后添加步骤',
    link: '连到…',
    unlink: '移除连线',
    rename: '重命名',
    earlier: '上移',
    later: '下移',
    copy: '复制',
    duplicate: '复制一份',
    remove: '删除',
  },
  linking: {
    title: '“{{node}}”之后连到哪里？',
    outlet: '出口',
    search: '搜索要连到的步骤',
    steps: '可连到的步骤',
    none: '没有这样的步骤。',
    now: '目前连到这里',
    refusals: {
      entry: '是入口，前面不能接步骤',
      itself: '就是这个步骤自己',
      loop: '没有等待，会无限循环',
    },
  },
  spoken: {
    place: '第 {{nth}} 个步骤，共 {{of}} 个',
    after: '在“{{node}}”经“{{outlet}}”之后',
    join: '，',
  },
  regions: {
    closeInspector: '关闭设置',
  },
}
