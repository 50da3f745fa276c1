import type { NodeDefinition } from '../sdk/define-node.ts'

export const texts: NodeDefinition['texts'] = {
  en: {
    name: 'Split',
    description: 'Divides customers at random; one who comes again takes the same branch.',
    summary: 'Split between {branches.name:list}',
    fields: {
      branches: 'Branches',
      'branches.id': 'Id',
      'branches.name': 'Name',
      'branches.weight': 'Share',
    },
    help: {
      'branches.id': 'Names the way out. Letters, digits, - and _.',
      'branches.weight': 'In proportion to the others: 3 and 1 are three quarters and one quarter.',
    },
    outlets: {},
  },
  'zh-CN': {
    name: '随机分流',
    description: '按比例随机划分用户；同一用户再次到来时走相同的分支。',
    summary: '分流到 {branches.name:list}',
    fields: {
      branches: '分支',
      'branches.id': '标识',
      'branches.name': '名称',
      'branches.weight': '占比',
    },
    help: {
      'branches.id': '出口的名称，只能使用字母、数字、- 和 _。',
      'branches.weight': '相对于其他分支的比例：3 和 1 分别是四分之三和四分之一。',
    },
    outlets: {},
  },
}
