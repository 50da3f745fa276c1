import type { Language, Text } from '@wend/nodes/sdk/issue'
import type { TemplateError } from '../templates/render.ts'

type Fault = TemplateError['code'] | 'node-failed'

const words: Record<Fault, Text> = {
  'template-limit': {
    en: 'Rendered for this customer, the template takes too long or grows too large. Shorten its loops.',
    'zh-CN': '为该用户渲染时耗时过长或内容过大，请减少循环。',
  },
  'template-in-host': {
    en: 'A template may not choose the host or port. Write them out; the path and the query may contain templates.',
    'zh-CN': '模板不能决定域名或端口，请直接写出；路径和查询参数可以使用模板。',
  },
  'template-syntax': {
    en: 'The template cannot be read. Check the text between {{ }} and {% %}.',
    'zh-CN': '模板无法解析，请检查 {{ }} 和 {% %} 之间的内容。',
  },
  'template-failed': {
    en: 'The template cannot be rendered for this customer: a filter was given a value that it cannot work with. Check the filters.',
    'zh-CN': '无法为该用户渲染模板：某个过滤器收到了无法处理的值，请检查过滤器。',
  },
  'node-failed': {
    en: 'This step fails for this customer. Try another, and check the values that it uses.',
    'zh-CN': '该节点对此用户执行失败。请换一个用户，并检查所用的值。',
  },
}

/** What went wrong as a template was rendered for somebody, and what makes it right. */
export const renderFault = (code: Fault, language: Language): string => words[code][language]
