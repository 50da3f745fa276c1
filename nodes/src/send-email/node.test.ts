import { expect, test } from 'vitest'
import { visit } from '../sdk/testing.ts'
import { sendEmail } from './node.ts'

const ada = { customer: { attributes: { name: 'Ada & Co' } } }

test('the subject is a header, the body HTML, and who reads text gets the same words', () => {
  const config = {
    subject: 'For {{ customer.name }}',
    preheader: 'From {{ customer.name }}',
    body: '<p>Hello {{ customer.name }}</p>',
    from: 'Shop <shop@example.com>',
    replyTo: 'help@example.com',
  }
  expect(visit(sendEmail, config, ada).enter()).toEqual({
    kind: 'deliver',
    message: {
      channel: 'email',
      subject: 'For Ada & Co',
      preheader: 'From Ada & Co',
      html: '<p>Hello Ada &amp; Co</p>',
      text: 'Hello Ada & Co',
      from: 'Shop <shop@example.com>',
      replyTo: 'help@example.com',
    },
  })
})

test('a body of pictures alone says its subject in text', () => {
  expect(visit(sendEmail, { subject: 'Sale', body: '<img src="a.png">' }).enter()).toMatchObject({
    message: { text: 'Sale' },
  })
})

test.each([
  ['delivered', 'next'],
  ['failed', 'failed'],
  ['blocked', 'blocked'],
])('%s leaves by %s', (by, outlet) => {
  expect(visit(sendEmail, { subject: 'a', body: 'b' }).wake({ by })).toMatchObject({ outlet })
})
