import { expect, test } from 'vitest'
import { withoutField } from './without-field.ts'

test('at its field a problem leaves out the title and the help that stand there already', () => {
  expect(withoutField('Body: This is required: fill it in.', 'Body', 'HTML or MJML.')).toBe(
    'This is required: fill it in.',
  )
  expect(withoutField('Body: Too long. HTML or MJML.', 'Body', 'HTML or MJML.')).toBe('Too long.')
  expect(withoutField('内容：过长。HTML 或 MJML。', '内容', 'HTML 或 MJML。')).toBe('过长。')
  expect(withoutField('There is no filter “x”.', 'Body', undefined)).toBe('There is no filter “x”.')
  expect(withoutField('HTML or MJML.', 'Body', 'HTML or MJML.')).toBe('HTML or MJML.')
})
