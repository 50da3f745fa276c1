import type { NodeDefinition } from '../sdk/define-node.ts'

export const texts: NodeDefinition['texts'] = {
  en: {
    name: 'Enter by API',
    description: 'Customers enter the journey when your own program asks for it.',
    summary: 'When your program asks[ with {properties:list}]',
    fields: { properties: 'Properties' },
    help: { properties: 'The names that a caller may pass along. They are found as “entry.…” in rules and texts.' },
    outlets: { next: 'Next' },
  },
  'zh-CN': {
    name: 'API 进入',
    description: '由你自己的程序调用接口，让用户进入旅程。',
    summary: '由程序调用进入[，传入 {properties:list}]',
    fields: { properties: '属性' },
    help: { properties: '调用方可以传入的属性名，在规则和文案中以 “entry.…” 引用。' },
    outlets: { next: '下一步' },
  },
}
