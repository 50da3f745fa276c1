import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Rules'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

const ask = async (path: string, options: RequestInit = {}): Promise<unknown> => {
  const answer = await fetch(wend.url + path, {
    ...options,
    headers: { Authorization: `Bearer ${wend.apiKey}`, 'Content-Type': 'application/json' },
  })
  return answer.json()
}
const made = z.object({ id: z.string() })
const drafted = z.object({
  draft: z.object({
    nodes: z.array(z.object({ id: z.string(), config: z.record(z.string(), z.unknown()) })),
    edges: z.array(z.object({ from: z.string(), outlet: z.string(), to: z.string() })),
    settings: z.record(z.string(), z.unknown()),
  }),
})

interface FileNode {
  id: string
  type: string
  config: object
}

/** Makes a journey of steps below each other and opens it. */
async function openJourney(page: Page, nodes: readonly FileNode[], edges: readonly object[] = []): Promise<string> {
  const file = {
    name: 'Drawn by conditions',
    nodes: nodes.map((node, nth) => ({ ...node, version: 1, position: { x: 0, y: nth * 200 } })),
    edges,
    settings: {},
  }
  const { id } = made.parse(await ask('/v1/journeys', { method: 'POST', body: JSON.stringify(file) }))
  await page.goto(`${wend.url}/journeys/${id}`)
  return id
}

const draftOf = async (id: string) => drafted.parse(await ask(`/v1/journeys/${id}`)).draft
const configOf = async (id: string, node: string) => (await draftOf(id)).nodes.find((one) => one.id === node)?.config
const inspectorOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Settings of the selection' })
const problemsOf = (page: Page): Locator => page.getByRole('region', { name: 'Problems' })

const cart = { id: 'cart', type: 'entry-event', config: { event: 'add_to_cart' } }
const mail = { id: 'mail', type: 'send-email', config: { subject: 'Hello', body: '<p>Hello</p>' } }

test('a condition is drawn letter by letter without losing the keyboard, is kept as the file writes it, and nothing is written by looking', async () => {
  const { page, faults } = await signIn(browser, wend)
  const puts: string[] = []
  // Who is here is told by PUT too; a journey ends in its id.
  page.on('request', (request) => {
    if (request.method() === 'PUT' && /\/v1\/journeys\/[\w-]+$/.test(request.url())) puts.push(request.url())
  })
  const when = { combinator: 'and', rules: [{ field: 'customer.level', operator: '=', value: 'gold' }] }
  const id = await openJourney(page, [
    cart,
    { id: 'vip', type: 'branch', config: { branches: [{ id: 'a', name: 'VIP', when }] } },
  ])
  const inspector = inspectorOf(page)
  await page.locator('[data-card="vip"]').click()
  await inspector.getByRole('group', { name: 'Condition 1' }).waitFor()
  await page.locator('[data-card="cart"]').click()
  await page.waitForTimeout(1200)
  expect(puts).toEqual([])

  await inspector.getByRole('button', { name: 'Only if: add a condition' }).click()
  const name = inspector.getByRole('combobox', { name: 'Condition 1: name' })
  await name.click()
  await page.keyboard.type('value')
  await inspector.getByRole('combobox', { name: 'Condition 1: comparison' }).selectOption('is at least')
  await inspector.getByRole('combobox', { name: 'Condition 1: value' }).click()
  await page.keyboard.type('20')
  expect(await inspector.getByRole('combobox', { name: '20 is read as' }).inputValue()).toBe('typed')
  await expect
    .poll(() => configOf(id, 'cart'))
    .toEqual({
      event: 'add_to_cart',
      where: { combinator: 'and', rules: [{ field: 'event.value', operator: '>=', value: 20 }] },
    })

  // A second one, compared with another field; figures said to be text; any of these.
  await inspector.getByRole('button', { name: 'Add a condition' }).click()
  await inspector.getByRole('combobox', { name: 'Condition 2: where to look' }).selectOption('Customer')
  await inspector.getByRole('combobox', { name: 'Condition 2: name' }).fill('zip')
  await inspector.getByRole('combobox', { name: 'Condition 2: value' }).fill('200000')
  await inspector.getByRole('combobox', { name: '200000 is read as' }).selectOption('text')
  await inspector.getByRole('combobox', { name: 'Only if: how many must hold' }).selectOption('None of these')
  await expect
    .poll(() => configOf(id, 'cart'))
    .toEqual({
      event: 'add_to_cart',
      where: {
        combinator: 'or',
        not: true,
        rules: [
          { field: 'event.value', operator: '>=', value: 20 },
          { field: 'customer.zip', operator: '=', value: '200000' },
        ],
      },
    })

  // What was removed is gone; with the last condition the rule goes.
  await inspector.getByRole('button', { name: 'Remove Condition 1' }).click()
  await inspector.getByRole('button', { name: 'Remove Condition 1' }).click()
  await expect.poll(() => configOf(id, 'cart')).toEqual({ event: 'add_to_cart' })
  expect(faults).toEqual([])
})

test('counts, touches, groups, lists and lengths of time are drawn, and the server takes what they say', async () => {
  const { page, faults } = await signIn(browser, wend)
  const branches = [{ id: 'a', name: 'VIP', when: { combinator: 'and', rules: [] } }]
  const id = await openJourney(
    page,
    [cart, mail, { id: 'vip', type: 'branch', config: { branches } }],
    [
      { from: 'cart', outlet: 'next', to: 'mail' },
      { from: 'mail', outlet: 'next', to: 'vip' },
    ],
  )
  const inspector = inspectorOf(page)
  const control = (name: string) => inspector.getByRole('combobox', { name, exact: true })
  await page.locator('[data-card="vip"]').click()
  await inspector.getByText('This group of conditions is empty.').waitFor()

  const add = () => inspector.getByRole('button', { name: 'Add a condition' }).last().click()
  await add()
  await control('Condition 1: where to look').selectOption('Has done')
  await control('Condition 1: name').fill('purchase')
  await inspector.getByRole('textbox', { name: 'Condition 1: how many times' }).fill('2')
  await inspector.getByRole('spinbutton', { name: 'Condition 1: within the last' }).fill('30 days')
  await inspector.getByRole('button', { name: 'Count only some of them' }).click()
  const counted = inspector.getByRole('group', { name: 'Condition 1: count only if' })
  await counted.getByRole('combobox', { name: 'Condition 1: name' }).fill('value')
  await counted.getByRole('combobox', { name: 'Condition 1: comparison' }).selectOption('is above')
  await counted.getByRole('combobox', { name: 'Condition 1: value' }).fill('50')

  await add()
  await control('Condition 2: where to look').selectOption('Touch')
  await control('Condition 2: name').selectOption('Send e-mail')
  await control('Condition 2: comparison').selectOption('was one of')
  await inspector.getByRole('group', { name: 'Condition 2: value' }).getByRole('button', { name: 'failed' }).click()

  await inspector.getByRole('button', { name: 'Add a group' }).last().click()
  await control('Condition 3.1: where to look').selectOption('Customer')
  await control('Condition 3.1: name').fill('level')
  await control('Condition 3.1: comparison').selectOption('is one of')
  const levels = control('Condition 3.1: value')
  await levels.click()
  await page.keyboard.type('gold')
  await page.keyboard.press('Enter')
  await page.keyboard.type('black,')
  await inspector.getByRole('button', { name: 'Remove black' }).waitFor()
  // A column of a table comes as one value a line.
  await levels.evaluate((field) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', 'tin\n12\nblack\n')
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await inspector.getByRole('button', { name: 'Remove 12' }).waitFor()
  const group = inspector.getByRole('group', { name: 'Group 3' })
  await group.getByRole('button', { name: 'Add a condition' }).click()
  await control('Condition 3.2: where to look').selectOption('Customer')
  await control('Condition 3.2: name').fill('seen')
  await control('Condition 3.2: comparison').selectOption('is within the last')
  await inspector.getByRole('spinbutton', { name: 'Condition 3.2: value' }).fill('3 months')
  await inspector.getByText('Months and years have no fixed length here.').waitFor()
  await expect.poll(() => problemsOf(page).innerText()).toContain('1 to fix')
  await inspector.getByRole('spinbutton', { name: 'Condition 3.2: value' }).fill('1 week')
  await expect.poll(() => problemsOf(page).innerText()).toContain('ready to publish')
  await expect
    .poll(() => configOf(id, 'vip'))
    .toEqual({
      branches: [
        {
          id: 'a',
          name: 'VIP',
          when: {
            combinator: 'and',
            rules: [
              {
                field: 'did.purchase',
                operator: '>=',
                value: {
                  count: 2,
                  within: 'P30D',
                  where: { combinator: 'and', rules: [{ field: 'event.value', operator: '>', value: 50 }] },
                },
              },
              { field: 'touch.mail', operator: 'in', value: ['delivered', 'failed'] },
              {
                combinator: 'or',
                rules: [
                  { field: 'customer.level', operator: 'in', value: ['gold', 'black', 'tin', 12] },
                  { field: 'customer.seen', operator: 'withinLast', value: 'P1W' },
                ],
              },
            ],
          },
        },
      ],
    })

  // Everything that the editor drew can be seen as JSON, and a problem leads to its condition.
  await inspector.getByRole('button', { name: 'When: write as JSON' }).click()
  expect(await inspector.getByRole('textbox', { name: 'When' }).inputValue()).toContain('"touch.mail"')
  await inspector.getByRole('button', { name: 'When: draw as conditions' }).click()
  await control('Condition 3.1: name').fill('')
  await expect.poll(() => problemsOf(page).innerText()).toContain('1 to fix')
  await page.locator('[data-card="cart"]').click()
  await page.getByRole('button', { name: 'Publish' }).click()
  await problemsOf(page)
    .getByRole('button', { name: /is not a field here/ })
    .click()
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  await expect.poll(focused).toBe('Condition 3.1: name')
  expect(faults).toEqual([])
})

test('what an input method composes is no condition until it is done, and its keys are no commands', async () => {
  const { page } = await signIn(browser, wend)
  const where = { combinator: 'and', rules: [{ field: 'event.city', operator: '=', value: '上海' }] }
  const id = await openJourney(page, [{ ...cart, config: { event: 'add_to_cart', where } }])
  const inspector = inspectorOf(page)
  await page.locator('[data-card="cart"]').click()
  const value = inspector.getByRole('combobox', { name: 'Condition 1: value' })
  await value.click()
  await page.keyboard.press('End')
  const session = await page.context().newCDPSession(page)
  await session.send('Input.imeSetComposition', { text: 'bei', selectionStart: 3, selectionEnd: 3 })
  await expect.poll(() => value.inputValue()).toBe('上海bei')
  await page.waitForTimeout(1200)
  expect(await configOf(id, 'cart')).toEqual({ event: 'add_to_cart', where })
  await session.send('Input.insertText', { text: '北京' })
  await expect
    .poll(() => configOf(id, 'cart'))
    .toMatchObject({ where: { rules: [{ field: 'event.city', value: '上海北京' }] } })
})

test("22: in a condition Ctrl+Z is the field's own, and outside of it takes the whole word back", async () => {
  const { page } = await signIn(browser, wend)
  const where = { combinator: 'and', rules: [{ field: 'event.city', operator: '=', value: 'x' }] }
  const id = await openJourney(page, [{ ...cart, config: { event: 'add_to_cart', where } }])
  const inspector = inspectorOf(page)
  await page.locator('[data-card="cart"]').click()
  const value = inspector.getByRole('combobox', { name: 'Condition 1: value' })
  await value.click()
  await page.keyboard.press('End')
  await page.keyboard.type('yz')
  await page.keyboard.press('Control+z')
  await expect.poll(() => value.inputValue()).not.toBe('xyz')
  expect(await page.locator('[data-card="cart"]').count()).toBe(1)
  await value.fill('Shanghai')
  await inspector.getByRole('combobox', { name: 'Condition 1: name' }).focus()
  await page.getByRole('button', { name: /^Undo/ }).click()
  await expect.poll(() => value.inputValue()).toBe('x')
  await expect.poll(() => configOf(id, 'cart')).toEqual({ event: 'add_to_cart', where })
})

test('the journey’s goal and exits are conditions of the same kind', async () => {
  const { page, faults } = await signIn(browser, wend)
  const id = await openJourney(page, [cart])
  const inspector = inspectorOf(page)
  await inspector.getByRole('heading', { name: 'Journey settings' }).waitFor()
  const goal = inspector.getByRole('group', { name: 'Goal' })
  await goal.getByLabel('Event').fill('purchase')
  await goal.getByRole('button', { name: 'Only if: add a condition' }).click()
  await goal.getByRole('combobox', { name: 'Condition 1: name' }).fill('cart_id')
  await goal.getByRole('button', { name: 'Condition 1: compare with another field' }).click()
  await goal.getByRole('combobox', { name: 'Condition 1: value', exact: true }).fill('cart_id')
  const rules = [{ field: 'event.cart_id', operator: '=', value: 'entry.cart_id', valueSource: 'field' }]
  await expect
    .poll(async () => (await draftOf(id)).settings)
    .toEqual({ goal: { event: 'purchase', where: { combinator: 'and', rules } } })
  await expect.poll(() => problemsOf(page).innerText()).toContain('ready to publish')
  expect(faults).toEqual([])
})

/** Sends as an application would. */
const send = (batch: readonly object[]) =>
  fetch(`${wend.url}/v1/batch`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${wend.writeKey}:`).toString('base64')}` },
    body: JSON.stringify({ batch }),
  })

test('what this workspace received is suggested, with examples: events, properties, attributes and values; anything else may be typed', async () => {
  await send([
    { type: 'identify', userId: 'ada', traits: { level: 'gold', city: '上海' } },
    { type: 'identify', userId: 'bob', traits: { level: 'tin' } },
    { type: 'track', userId: 'ada', event: 'order_paid', properties: { total: 12, shop: { id: '007' } } },
    { type: 'track', userId: 'ada', event: 'order_paid', properties: { total: 30 } },
  ])
  const { page, faults } = await signIn(browser, wend)
  const id = await openJourney(page, [{ ...cart, config: { event: '' } }])
  const inspector = inspectorOf(page)
  await page.locator('[data-card="cart"]').click()
  const event = inspector.getByRole('combobox', { name: 'Event' })
  await event.click()
  await page.keyboard.type('paid')
  const options = page.getByRole('listbox')
  await expect.poll(() => options.innerText()).toContain('order_paid\n2 in 7 days')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(() => event.inputValue()).toBe('order_paid')
  expect(await options.count()).toBe(0)

  await inspector.getByRole('button', { name: 'Only if: add a condition' }).click()
  const name = inspector.getByRole('combobox', { name: 'Condition 1: name' })
  await name.click()
  await expect.poll(() => options.innerText()).toContain('shop.id\n007')
  await options.getByRole('option', { name: /^total/ }).click()
  const value = inspector.getByRole('combobox', { name: 'Condition 1: value' })
  await value.click()
  await options.getByRole('option', { name: '30' }).click()
  // A text of figures that was seen as text is compared as text.
  await inspector.getByRole('button', { name: 'Add a condition' }).click()
  await inspector.getByRole('combobox', { name: 'Condition 2: name' }).fill('shop.id')
  await inspector.getByRole('combobox', { name: 'Condition 2: value' }).click()
  await options.getByRole('option', { name: '007' }).click()
  await inspector.getByRole('button', { name: 'Add a condition' }).click()
  await inspector.getByRole('combobox', { name: 'Condition 3: where to look' }).selectOption('Customer')
  await inspector.getByRole('combobox', { name: 'Condition 3: name' }).click()
  await options.getByRole('option', { name: /^level/ }).click()
  await inspector.getByRole('combobox', { name: 'Condition 3: value' }).fill('never seen')
  const rules = [
    { field: 'event.total', operator: '=', value: 30 },
    { field: 'event.shop.id', operator: '=', value: '007' },
    { field: 'customer.level', operator: '=', value: 'never seen' },
  ]
  await expect.poll(() => configOf(id, 'cart')).toEqual({ event: 'order_paid', where: { combinator: 'and', rules } })
  await page.keyboard.press('Escape')
  expect(faults).toEqual([])
})

test('a rule shows how many customers it matches now, as it is drawn, or why that cannot be told', async () => {
  await send([
    { type: 'identify', userId: 'ann', traits: { tier: 'gold' } },
    { type: 'identify', userId: 'ben', traits: { tier: 'gold' } },
    { type: 'identify', userId: 'cat', traits: { tier: 'tin' } },
    { type: 'track', userId: 'ben', event: 'visited' },
  ])
  const { page, faults } = await signIn(browser, wend)
  const branches = [{ id: 'a', name: 'VIP', when: { combinator: 'and', rules: [] } }]
  await openJourney(page, [cart, { id: 'vip', type: 'branch', config: { branches } }])
  const inspector = inspectorOf(page)
  await page.locator('[data-card="vip"]').click()
  await inspector.getByRole('button', { name: 'Add a condition' }).click()
  await inspector.getByRole('combobox', { name: 'Condition 1: where to look' }).selectOption('Customer')
  await inspector.getByRole('combobox', { name: 'Condition 1: name' }).fill('tier')
  const value = inspector.getByRole('combobox', { name: 'Condition 1: value' })
  const told = inspector.locator('.rule-matches')
  await value.fill('gold')
  await expect.poll(() => told.innerText()).toMatch(/^Matches 2 of \d+ customers now\.$/)
  await value.fill('tin')
  await expect.poll(() => told.innerText()).toMatch(/^Matches 1 of /)
  await inspector.getByRole('combobox', { name: 'Condition 1: where to look' }).selectOption('Has done')
  await inspector.getByRole('combobox', { name: 'Condition 1: name' }).fill('visited')
  await expect.poll(() => told.innerText()).toMatch(/^Matches 1 of /)
  await inspector.getByRole('combobox', { name: 'Condition 1: where to look' }).selectOption('Entry event')
  await inspector.getByRole('combobox', { name: 'Condition 1: name' }).fill('value')
  await inspector.getByRole('combobox', { name: 'Condition 1: value' }).fill('2')
  await expect.poll(() => told.innerText()).toContain('cannot be counted ahead')
  // What is not finished is not counted.
  await inspector.getByRole('combobox', { name: 'Condition 1: where to look' }).selectOption('Customer')
  await inspector.getByRole('combobox', { name: 'Condition 1: value' }).fill('')
  await expect.poll(() => told.innerText()).toBe('')
  expect(faults).toEqual([])
})

test('a new condition begins where it is mostly meant: beside an event at that event, in a branch at the customer; each place is told', async () => {
  const { page, faults } = await signIn(browser, wend)
  const branches = [{ id: 'a', name: 'VIP', when: { combinator: 'and', rules: [] } }]
  await openJourney(page, [cart, { id: 'vip', type: 'branch', config: { branches } }])
  const inspector = inspectorOf(page)
  const source = inspector.getByRole('combobox', { name: 'Condition 1: where to look' })
  const chosen = () => source.locator('option:checked').innerText()
  await page.locator('[data-card="cart"]').click()
  await inspector.getByRole('button', { name: 'Only if: add a condition' }).click()
  expect(await chosen()).toBe('This event')
  await page.locator('[data-card="vip"]').click()
  await inspector.getByRole('button', { name: 'Add a condition' }).click()
  expect(await chosen()).toBe('Customer')
  await source.selectOption('Last event')
  expect(await source.getAttribute('title')).toContain('the event that her last wait ended with')
  const help = inspector.getByText('Where a condition can look')
  await help.press('Enter')
  await inspector.getByText('The event that she entered this journey by.').waitFor()
  expect(faults).toEqual([])
})

test('a name that was never received is told quietly, with the one that was meant; nothing is said of what a step records', async () => {
  const bare = await openWend('Nothing received')
  await send([{ type: 'track', userId: 'ben', event: 'purchase' }])
  const { page, faults } = await signIn(browser, wend)
  const shown = { id: 'told', type: 'track-event', config: { event: 'reminded' } }
  const id = await openJourney(page, [{ ...cart, config: { event: 'purchases' } }, shown])
  const inspector = inspectorOf(page)
  const note = inspector.locator('[data-unreceived]')
  await page.locator('[data-card="cart"]').click()
  await expect.poll(() => note.innerText()).toBe('Nothing of this name was received yet. Use purchase')
  await note.getByRole('button', { name: 'Use purchase' }).click()
  await expect.poll(() => configOf(id, 'cart')).toEqual({ event: 'purchase' })
  expect(await note.count()).toBe(0)
  const event = inspector.getByRole('combobox', { name: 'Event', exact: true })
  await event.fill('bell_rung')
  // Not while it is typed.
  expect(await note.count()).toBe(0)
  await expect.poll(() => note.allInnerTexts()).toEqual(['Nothing of this name was received yet.'])
  const described = await event.getAttribute('aria-describedby')
  expect(await page.locator(`[id="${described?.split(' ')[0]}"]`).innerText()).toContain('Nothing of this name')
  await page.locator('[data-card="told"]').click()
  await inspector.getByRole('combobox', { name: 'Event', exact: true }).waitFor()
  await page.waitForTimeout(1000)
  expect(await note.count()).toBe(0)
  await page.context().close()

  const other = await signIn(browser, bare)
  await other.page.getByRole('button', { name: 'New journey' }).first().click()
  await other.page.getByRole('button', { name: /^Enter by event Customers/ }).click()
  await inspectorOf(other.page).getByRole('combobox', { name: 'Event', exact: true }).fill('bell_rung')
  const nothing = inspectorOf(other.page).locator('[data-unreceived]')
  await expect.poll(() => nothing.innerText()).toBe('No events were received yet. How to send one')
  expect(await nothing.getByRole('link').getAttribute('href')).toBe('/events')
  expect([...faults, ...other.faults]).toEqual([])
})

test('the page of events tells what arrives, how often, with which properties and from whom; what is asked is in the address', async () => {
  const { page, faults } = await signIn(browser, await openWend('Events'))
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Events' }).click()
  await page.getByRole('heading', { name: 'No event has arrived yet' }).waitFor()
  expect(await page.locator('pre').innerText()).toContain('/v1/track')
  await page.context().close()

  const script = '<img src=x onerror="window.ran = true">'
  await send([
    { type: 'track', userId: 'ada', event: 'page_opened', properties: { title: script, seconds: 12 } },
    { type: 'track', userId: 'eve', event: 'page_opened', properties: { seconds: 30 } },
    { type: 'track', userId: 'ada', event: script },
  ])
  const { page: other, faults: otherFaults } = await signIn(browser, wend)
  await other.goto(`${wend.url}/events?search=PAGE_`)
  const rows = other.locator('[data-event]')
  await expect.poll(() => rows.count()).toBe(1)
  await expect.poll(() => rows.innerText()).toMatch(/page_opened\s+2\s+2\s+2\s/)
  await other.getByRole('button', { name: '24 hours' }).click()
  expect(new URL(other.url()).search).toBe('?search=PAGE_&within=day')
  await rows.getByRole('link', { name: 'page_opened' }).click()
  await other.getByRole('heading', { name: 'page_opened', level: 1 }).waitFor()
  const property = (path: string) => other.locator(`[data-property="${path}"]`)
  await expect.poll(() => property('seconds').innerText()).toMatch(/number\s+100%\s+(30\s*12|12\s*30)/)
  expect(await property('title').innerText()).toContain(script)
  await other.reload()
  await other.getByRole('region', { name: 'Who did it lately' }).getByRole('link', { name: 'eve' }).click()
  await other.waitForURL(/\/customers\/eve/)
  await other.goBack()
  await other.getByRole('link', { name: 'All events' }).click()
  expect(new URL(other.url()).search).toBe('?search=PAGE_&within=day')
  await other.getByRole('textbox', { name: 'Search by name' }).fill('onerror')
  await expect.poll(() => rows.innerText()).toContain(script)
  await other.getByRole('textbox', { name: 'Search by name' }).fill('nothing of the kind')
  await other.getByRole('heading', { name: 'No such event' }).waitFor()
  await other.getByRole('link', { name: 'Rejected events' }).click()
  await other.getByRole('heading', { level: 1, name: 'Rejected events' }).waitFor()
  expect(await other.evaluate(() => 'ran' in window)).toBe(false)
  expect([...faults, ...otherFaults]).toEqual([])
})
