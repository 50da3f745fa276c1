import type { Catalog } from '../catalog.ts'

export const drawing: Pick<Catalog, 'arrange' | 'quick' | 'earliest' | 'notes'> = {
  arrange: {
    several: '已选 {{count}} 项',
    left: '左对齐',
    centre: '居中对齐',
    distribute: '等间距分布',
    tidySelection: '整理所选步骤',
    copy: '复制',
    duplicate: '复制一份',
    delete: '删除',
  },
  quick: {
    label: '“{{node}}”的主要设置',
    all: '全部设置',
  },
  earliest: {
    day: '第 {{day}} 天',
    soon: '{{time}}后',
    hint: '最早在进入旅程 {{time}}后到达',
  },
  notes: {
    add: '添加便签',
    text: '便签内容',
    said: '便签：{{text}}',
    empty: '空便签',
    placeholder: '写给同事看的说明，用户不会看到。',
    hint: '双击编辑',
    title: '便签',
    about: '便签只供同事查看，不影响旅程的执行。',
    write: '编辑',
    delete: '删除这张便签',
  },
}
