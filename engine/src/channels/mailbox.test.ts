import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mailAddress, mailbox, mailboxText } from './mailbox.ts'

test.each(['ada@example.com', ' ada+tag@sub.example.co ', "o'hara@x", 'no-reply@localhost', '用户@例子.公司'])(
  '%s is an address',
  (text) => {
    expect(mailAddress(text)).toBe(text.trim())
  },
)

test.each([
  '',
  'ada',
  '@x',
  'ada@',
  'a@b@c',
  'a b@c',
  'a@b, c@d',
  'a@b\r\nBcc: c@d',
  'a@b>',
  '"a"@b',
  'a@b\0',
  'a@-x',
  'a@x..y',
  'a..b@x',
  7,
  null,
  undefined,
  ['a@b'],
  `${'a'.repeat(70)}@x`,
  `a@${'x'.repeat(250)}`,
])('%j is none', (value) => {
  expect(mailAddress(value)).toBeUndefined()
})

test('a name stands before the address, with or without quotes', () => {
  expect(mailbox('ada@example.com')).toEqual({ name: '', address: 'ada@example.com' })
  expect(mailbox('"Ada, of Shop" <ada@example.com>')).toEqual({ name: 'Ada, of Shop', address: 'ada@example.com' })
  expect(mailbox('商店 <a@b.cn>')).toEqual({ name: '商店', address: 'a@b.cn' })
  expect(mailbox('Shop <>')).toBeUndefined()
  expect(mailbox('Shop')).toBeUndefined()
})

test('no name can bring in another address or another header', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
        fc.constantFrom('evil@x> <', 'a\r\nBcc: evil@x', '<evil@x>, ', '"'),
      ),
      (name) => {
        const read = mailbox(`${name} <shop@example.com>`)
        expect(read?.address).toBe('shop@example.com')
        expect(read?.name).not.toMatch(/[\r\n<>"\0]/)
        if (read) expect(mailbox(mailboxText(read))).toEqual(read)
      },
    ),
  )
})
