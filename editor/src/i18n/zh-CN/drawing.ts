import type { Catalog } from '../catalog.ts'

export const drawing: Pick<Catalog, 'arrange' | 'quick' | 'earliest' | 'importing' | 'picture' | 'notes'> = {
  arrange: {
    several: '已选 {{count}} 项',
    left: '左对齐',
    centre: '居中对齐',
    distribute: '等间距分布',
    tidySelection: '整理所选节点',
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
  importing: {
    done: '“{{name}}”已导入',
    added: '已加入“{{name}}”中的节点，当前旅程的设置保持不变。',
    nothing: '“{{name}}”里没有节点或便签，未添加任何内容。',
    oneAtATime: '请一次只拖入一个旅程文件。',
    wrong: {
      huge: '文件超过 1 MB，这是旅程文件的大小上限。',
      unreadable: '它不是文本。旅程文件为 JSON，可用“保存为文件”生成。',
      json: 'JSON 不完整：缺少括号或引号，或文件被截断。',
      foreign: '它是 JSON，但不是旅程文件：旅程文件应有“nodes”列表，可用“保存为文件”生成。',
      shape: '其中有内容不符合旅程文件的格式：{{at}}。',
      twice: '其中有两个节点、便签或连线都叫“{{at}}”，请改成不同的名称。',
    },
  },
  picture: {
    nothing: '画布上还没有内容。',
    png: '图片（PNG）',
    svg: '图片（SVG）',
    print: '打印',
    making: '正在生成图片…',
    failed: '图片生成失败，请改用 SVG 或打印。',
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
