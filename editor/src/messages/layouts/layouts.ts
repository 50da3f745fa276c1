import { announcement, cart, letter, newsletter, question, voucher } from './bodies.ts'
import { en } from './words-en.ts'
import { zhCN } from './words-zh.ts'

export const layoutNames = ['letter', 'announcement', 'cart', 'voucher', 'question', 'newsletter'] as const

/** A message to start from, in one language. */
export interface Layout {
  name: (typeof layoutNames)[number]
  subject: string
  /** MJML: what comes of it is legible in every mail program, on phones too. */
  body: string
}

const bodies = { letter, announcement, cart, voucher, question, newsletter }

/** The layouts in the language that an operator reads. */
export function layouts(language: string): Layout[] {
  const isChinese = /^zh\b/i.test(language)
  const words = isChinese ? zhCN : en
  return layoutNames.map((name) => ({
    name,
    subject: words.subjects[name],
    body: bodies[name](words, isChinese ? 'zh-CN' : 'en'),
  }))
}
