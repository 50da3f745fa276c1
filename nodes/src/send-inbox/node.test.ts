import { expect, test } from 'vitest'
import { mondayMorningMs, visit } from '../sdk/testing.ts'
import { sendInbox } from './node.ts'

const ada = { customer: { attributes: { name: 'Ada & Co', cart: 'a/b' } } }

test('a message is rendered as text, its link as a link, and ends with its time', () => {
  const config = {
    kind: 'popup',
    title: 'Hello {{ customer.name }}',
    body: 'Your cart waits',
    link: 'https://shop.example/cart/{{ customer.cart }}',
    expiresAfter: 'PT1H',
  }
  expect(visit(sendInbox, config, ada).enter()).toEqual({
    kind: 'deliver',
    message: {
      channel: 'inbox',
      form: 'popup',
      title: 'Hello Ada & Co',
      body: 'Your cart waits',
      link: 'https://shop.example/cart/a%2Fb',
      expiresMs: mondayMorningMs + 3_600_000,
    },
  })
})

test('without link and end it has neither, and is a message', () => {
  expect(visit(sendInbox, { title: 'Hello', body: '' }).enter()).toEqual({
    kind: 'deliver',
    message: { channel: 'inbox', form: 'message', title: 'Hello', body: '' },
  })
})

test('what came of it is the way out', () => {
  const sent = visit(sendInbox, { title: 'Hello', body: '' })
  expect(sent.wake({ by: 'delivered' })).toMatchObject({ outlet: 'next' })
  expect(sent.wake({ by: 'blocked' })).toMatchObject({ outlet: 'blocked' })
})
