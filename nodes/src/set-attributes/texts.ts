import type { NodeDefinition } from '../sdk/define-node.ts'

export const texts: NodeDefinition['texts'] = {
  en: {
    name: 'Set attributes',
    description: 'Writes attributes of the customer, or removes them.',
    summary: 'Set {attributes:list}',
    fields: { attributes: 'Attributes' },
    help: {
      attributes:
        'A text may contain Liquid; numbers, true, false, lists and objects are kept as they are; null removes.',
    },
    outlets: { next: 'Next' },
  },
  'zh-CN': {
    name: '设置属性',
    description: '写入或删除用户属性。',
    summary: '设置 {attributes:list}',
    fields: { attributes: '属性' },
    help: { attributes: '文本可以使用 Liquid；数字、true、false、列表和对象按原样保存；null 表示删除该属性。' },
    outlets: { next: '下一步' },
  },
}
