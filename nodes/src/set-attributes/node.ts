import { z } from 'zod'
import { defineNode, leave } from '../sdk/define-node.ts'
import { values } from '../sdk/fields.ts'
import { strokes } from '../sdk/icon.ts'
import { renderValues } from '../sdk/render-values.ts'
import { texts } from './texts.ts'

/** Writes attributes of the customer. */
export const setAttributes = defineNode({
  type: 'set-attributes',
  version: 1,
  category: 'data',
  icon: strokes('M4 20l1-5L16 4l4 4L9 19z', 'M13 7l4 4'),
  config: z.strictObject({ attributes: values }),
  defaults: { attributes: {} },
  outlets: ['next'],
  quick: [],
  texts,
  validate: ({ attributes }, language) =>
    Object.keys(attributes).length > 0
      ? []
      : [{ code: 'no-attributes', severity: 'error', path: '/attributes', message: nothingToSet[language] }],

  enter: ({ attributes }, { render }) => leave('next', { attributes: renderValues(attributes, render) }),
})

const nothingToSet = {
  en: 'No attribute is set. Add at least one.',
  'zh-CN': '没有设置任何属性，请至少添加一个。',
}
