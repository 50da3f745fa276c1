import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ask } from './by-api.ts'
import { unseenFocus } from './focus.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Reminder'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

/** Hands on a keyboard: nothing of the page is touched but by keys, and at each step the focus must be seen. */
function keyboardOf(page: Page) {
  const isAt = (role: Parameters<Page['getByRole']>[0], name: string | RegExp) =>
    page
      .getByRole(role, { name })
      .evaluateAll((found) =>
        found.some((one) => one === document.activeElement || one.contains(document.activeElement)),
      )
  const seen = async (where: string): Promise<void> => {
    // A field that is scrolled to may take a frame.
    await expect.poll(() => unseenFocus(page), { message: where }).toBeUndefined()
  }
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
  }
  /** Tab until the keyboard is on a control of this name. */
  const tabTo = async (
    role: Parameters<Page['getByRole']>[0],
    name: string | RegExp,
    key: 'Tab' | 'Shift+Tab' = 'Tab',
  ): Promise<void> => {
    for (let tabs = 0; tabs < 60; tabs += 1) {
      if (await isAt(role, name)) return seen(String(name))
      await press(key)
      await seen(`on the way to ${name}`)
    }
    throw new Error(`Tab does not come to ${role} ${name}`)
  }
  return {
    press,
    tabTo,
    type: (text: string) => page.keyboard.type(text),
    at: (role: Parameters<Page['getByRole']>[0], name: string | RegExp) =>
      expect.poll(() => isAt(role, name), { message: `the keyboard is on ${role} ${name}` }).toBe(true),
    /** F6 until the keyboard is in a part of the page. */
    async region(name: string): Promise<void> {
      for (let nth = 0; nth < 6; nth += 1) {
        await press('F6')
        await seen(`F6 to ${name}`)
        if (
          await page.evaluate(
            (region) => document.activeElement?.closest('[data-region]')?.getAttribute('data-region') === region,
            name,
          )
        )
          return
      }
      throw new Error(`F6 does not come to ${name}`)
    },
  }
}

const versions = z.object({ items: z.array(z.object({ number: z.int() })) })
const version = z.object({
  graph: z.looseObject({
    nodes: z.array(z.looseObject({ id: z.string(), type: z.string(), config: z.unknown() })),
    edges: z.array(z.unknown()),
    settings: z.unknown(),
  }),
})

test('34: the cart reminder is built, configured and published by keyboard alone, the focus visible at each step', {
  timeout: 240_000,
}, async () => {
  const { page, faults } = await signIn(browser, wend)
  const { press, tabTo, type, at, region } = keyboardOf(page)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await tabTo('button', 'New journey')
  await press('Enter')
  await page.getByText('What lets a customer in?').waitFor()
  await region('canvas')
  await tabTo('button', /^Enter by event/)
  await press('Enter')

  // Enter: add_to_cart, worth 20 at least.
  await at('combobox', 'Event')
  await type('add_to_cart')
  await tabTo('button', 'Only if: add a condition')
  await press('Enter')
  await tabTo('combobox', 'Condition 1: name')
  await type('value')
  await tabTo('combobox', 'Condition 1: comparison')
  await type('is at least')
  await tabTo('combobox', 'Condition 1: value')
  await type('20')
  await region('canvas')

  // Wait for a purchase of the same cart, two hours.
  await at('button', /^Enter by event/)
  await press('a')
  await at('combobox', 'Search steps')
  await type('wait for event')
  await press('Enter')
  // At once: the keyboard is on its first field before the next key.
  await type('purchase')
  await at('combobox', 'Event')
  await tabTo('button', 'Only if: add a condition')
  await press('Enter')
  await tabTo('combobox', 'Condition 1: name')
  await type('cart_id')
  await tabTo('button', 'Condition 1: compare with another field')
  await press('Enter')
  // It lies before the button that lets it be one.
  await tabTo('combobox', 'Condition 1: value', 'Shift+Tab')
  await type('cart_id')
  await tabTo('spinbutton', /^Give up after/)
  await press('Control+a')
  await type('2h')
  await press('Tab')
  await region('canvas')
  await at('button', /^Wait up to 2 hours|Wait for event/)

  // Who is a VIP goes another way than the others.
  await tabTo('button', /^Add a step after Wait for event, Time is up/)
  await press('Enter')
  await type('branch')
  await press('Enter')
  await at('textbox', /^Name$/)
  await press('Control+a')
  await type('VIP')
  await tabTo('button', /[Aa]dd a condition/)
  await press('Enter')
  await tabTo('combobox', 'Condition 1: where to look', 'Shift+Tab')
  await type('Customer')
  await tabTo('combobox', 'Condition 1: name')
  await type('level')
  await tabTo('combobox', 'Condition 1: comparison')
  await type('is one of')
  await tabTo('combobox', 'Condition 1: value')
  await type('gold,black,')
  await region('canvas')

  await tabTo('button', /^Add a step after Branch, Otherwise/)
  await press('Enter')
  await type('send e-mail')
  await press('Enter')
  await at('textbox', 'Subject')
  await type('Still thinking it over?')
  await tabTo('textbox', 'Body')
  await type('Your cart is waiting.')
  // The body keeps Tab for itself until Escape.
  await press('Escape')

  // Once for each cart; a purchase is the goal.
  await region('canvas')
  await press('Escape')
  await region('inspector')
  await tabTo('combobox', /^When/)
  await type('Once')
  await tabTo('textbox', /^Key/)
  await type('event.cart_id')
  await tabTo('combobox', /^Event/)
  await type('purchase')

  await region('bar')
  await tabTo('button', 'Publish')
  await press('Enter')
  await page.getByRole('dialog').waitFor()
  await tabTo('button', 'Publish')
  await press('Enter')
  await page.waitForURL(/\/live$/)

  const id = /journeys\/([^/]+)/.exec(page.url())?.[1] ?? ''
  const { items } = versions.parse((await ask(wend, 'GET', `/v1/journeys/${id}/versions`)).json)
  const { graph } = version.parse((await ask(wend, 'GET', `/v1/journeys/${id}/versions/${items[0]?.number}`)).json)
  const of = (type: string) => graph.nodes.find((node) => node.type === type)
  expect(of('entry-event')?.config).toEqual({
    event: 'add_to_cart',
    where: { combinator: 'and', rules: [{ field: 'event.value', operator: '>=', value: 20 }] },
  })
  expect(of('wait-for-event')?.config).toMatchObject({
    branches: [
      { event: 'purchase', where: { rules: [{ field: 'event.cart_id', operator: '=', valueSource: 'field' }] } },
    ],
    timeout: 'PT2H',
  })
  expect(of('branch')?.config).toMatchObject({
    branches: [
      { name: 'VIP', when: { rules: [{ field: 'customer.level', operator: 'in', value: ['gold', 'black'] }] } },
    ],
  })
  expect(of('send-email')?.config).toMatchObject({ subject: 'Still thinking it over?' })
  expect(graph.edges).toHaveLength(3)
  expect(graph.settings).toMatchObject({
    reEntry: { when: 'once-per-key', key: 'event.cart_id' },
    goal: { event: 'purchase' },
  })
  expect(faults).toEqual([])
})
