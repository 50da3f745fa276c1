import type { NodeDefinition } from '../sdk/define-node.ts'

export const texts: NodeDefinition['texts'] = {
  en: {
    name: 'Branch',
    description: 'Sends the customer down the first branch whose condition holds.',
    summary: 'First that holds of {branches.name:list}',
    fields: {
      branches: 'Branches',
      'branches.id': 'Id',
      'branches.name': 'Name',
      'branches.when': 'When',
    },
    help: {
      branches: 'Tried in this order. Customers for whom none holds leave by “Otherwise”.',
      'branches.id': 'Names the way out. Letters, digits, - and _.',
    },
    outlets: { else: 'Otherwise' },
  },
  'zh-CN': {
    name: '条件分支',
    description: '让用户走向第一个满足条件的分支。',
    summary: '依次判断 {branches.name:list}，取先满足者',
    fields: {
      branches: '分支',
      'branches.id': '标识',
      'branches.name': '名称',
      'branches.when': '条件',
    },
    help: {
      branches: '按此顺序判断；都不满足的用户从“其他”离开。',
      'branches.id': '出口的名称，只能使用字母、数字、- 和 _。',
    },
    outlets: { else: '其他' },
  },
}
