import { Analytics } from '@segment/analytics-node'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Operator'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

const card = (page: Page, name: string | RegExp) => page.locator('[data-node]').filter({ hasText: name })

/** Draws: a paid order enters, a second passes, a note goes to the inbox. Leaves the note's title empty. */
async function draw(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New journey' }).first().click()
  await page.getByLabel('Journey name').fill('Thank for an order')
  await page.getByRole('button', { name: /^Enter by event Customers/ }).click()
  await page.getByRole('combobox', { name: 'Event' }).fill('order_paid')

  const inspector = page.getByRole('complementary', { name: 'Settings of the selection' })
  const add = async (after: RegExp, option: RegExp, heading: string): Promise<void> => {
    await page.getByRole('button', { name: after }).click()
    await page.getByRole('dialog').getByRole('option', { name: option }).first().click()
    await inspector.getByRole('heading', { name: heading, exact: true }).waitFor()
  }
  await add(/^Add a step after Enter by event/, /^Wait\b/, 'Wait')
  await inspector.getByRole('spinbutton').first().fill('1')
  await inspector.getByRole('combobox', { name: /Unit/ }).first().selectOption('seconds')
  await add(/^Add a step after Wait/, /^Send to inbox/, 'Send to inbox')
  await page.getByRole('textbox', { name: 'Text' }).fill('Your order is on its way.')
}

test('an operator draws a journey, mends what is wrong, publishes it, and watches a customer pass', async () => {
  const { page, faults } = await signIn(browser, wend)
  await draw(page)

  // A problem names its node, and leads to its field.
  await page.getByRole('button', { name: 'Publish' }).click()
  const problem = page.getByRole('region', { name: 'Problems' }).getByRole('button', { name: /Title/ })
  await problem.click()
  const title = page.getByRole('textbox', { name: 'Title' })
  await expect.poll(() => title.evaluate((field) => field === document.activeElement)).toBe(true)
  await title.fill('Thank you, {{ customer.name }}')
  const problems = page.getByRole('region', { name: 'Problems' })
  await expect.poll(() => problems.innerText()).toContain('ready to publish')

  // A condition that is still being written is never published without: neither a step's nor a goal's.
  const inspector = page.getByRole('complementary', { name: 'Settings of the selection' })
  const condition = inspector.getByRole('textbox', { name: 'Only if' }).first()
  const writeAsJson = () => inspector.getByRole('button', { name: 'Only if: write as JSON' }).first().click()
  const openStep = async (): Promise<void> => {
    await card(page, 'Enter by event').click()
    await inspector.getByRole('heading', { name: 'Enter by event' }).waitFor()
  }
  const openSettings = async (): Promise<void> => {
    await page.locator('.react-flow__pane').click({ position: { x: 8, y: 200 } })
    await inspector.getByRole('heading', { name: 'Journey settings' }).waitFor()
  }
  await openStep()
  await writeAsJson()
  await condition.fill('{"combinator": "and", "rules"')
  await openSettings()
  await expect.poll(() => problems.innerText()).toContain('1 to fix')
  await openStep()
  expect(await condition.inputValue()).toBe('{"combinator": "and", "rules"')
  await condition.fill('')
  await expect.poll(() => problems.innerText()).toContain('ready to publish')

  // Nor is one that is drawn but not filled in: neither without a value, nor without a name.
  await openStep()
  await inspector.getByRole('button', { name: 'Only if: add a condition' }).click()
  await expect.poll(() => problems.innerText()).toContain('to fix')
  await inspector.getByRole('combobox', { name: 'Condition 1: name' }).fill('total')
  await expect.poll(() => problems.innerText()).toContain('1 to fix')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Not published: 1 to fix first').waitFor()
  await inspector.getByRole('button', { name: 'Remove Condition 1' }).click()
  await expect.poll(() => problems.innerText()).toContain('ready to publish')

  await openSettings()
  await writeAsJson()
  await condition.fill('{')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Not published: 1 to fix first').last().waitFor()
  await problems.getByRole('button', { name: /condition is not finished/ }).waitFor()
  await condition.fill('')
  await expect.poll(() => problems.innerText()).toContain('ready to publish')

  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('navigation', { name: 'Mode' }).getByRole('link', { name: 'Live' }).click()
  await page.getByText('Nobody has entered yet').waitFor()

  const analytics = new Analytics({ writeKey: wend.writeKey, host: wend.url, flushAt: 1 })
  analytics.identify({ userId: 'ada', traits: { name: 'Ada' } })
  analytics.track({ userId: 'ada', event: 'order_paid', properties: { total: 12 } })
  await analytics.closeAndFlush()

  // The counts move by themselves; a number opens who is behind it, and she her timeline.
  await card(page, 'Send to inbox').getByRole('button', { name: 'Send to inbox: 1 passed' }).click()
  await page.getByRole('link', { name: /^Ada ada / }).click()
  await page.waitForURL(/\/customers\/ada/)
  const timeline = page.getByRole('region', { name: 'What happened' })
  for (const told of ['order_paid', 'Thank for an order', 'Wait', 'Send to inbox']) {
    await expect.poll(() => timeline.innerText()).toContain(told)
  }

  await page.getByRole('link', { name: 'Outbox' }).click()
  await page.getByText('Thank you, Ada').first().waitFor()
  expect(faults).toEqual([])
})

test('在中文界面里：拖放、连线、被拒绝的连线说明原因、撤销，处处没有英文', async () => {
  const { page, faults } = await signIn(browser, wend, { locale: 'zh-CN' })
  await page.getByRole('button', { name: '新建旅程' }).first().click()
  const canvas = page.locator('.react-flow')
  await canvas.waitFor()

  // Real pointer events: from the palette onto the canvas, from an outlet to a card.
  const drop = async (type: string, x: number, y: number): Promise<void> => {
    await page.locator(`[data-palette="${type}"]`).dragTo(canvas, { targetPosition: { x, y } })
    await page.locator(`[data-node^="${type}"]`).waitFor()
  }
  await drop('entry-event', 420, 120)
  await drop('wait', 420, 560)
  const outlet = page.locator('[data-node^="entry-event"] [data-outlet="next"]')
  const target = page.locator('[data-node^="wait"] .handle-in')
  await outlet.dragTo(target)
  await page.locator('[data-edge^="entry-event"]').first().waitFor({ state: 'attached' })
  await page.getByRole('button', { name: /^撤销/ }).click()
  await expect.poll(() => page.locator('[data-edge^="entry-event"]').count()).toBe(0)
  await page.getByRole('button', { name: /^重做/ }).click()
  await expect.poll(() => page.locator('[data-edge^="entry-event"]').count()).toBeGreaterThan(0)

  // A loop without a wait, onto itself: nothing is linked, and it says why.
  await page.locator('[data-node^="wait"] [data-outlet="next"]').dragTo(target)
  await page
    .getByText(/自己|自身|同一/)
    .first()
    .waitFor()

  const words = await page.locator('body').ariaSnapshot()
  // What nobody translates: names that operators gave, addresses, ids, and names of products.
  const english = words.match(/(?<![\w/.:-])[A-Z][a-z]{3,}(?![\w/.:-])/g) ?? []
  expect(english.filter((word) => !['React', 'Flow', 'Wend', 'Webhook', 'Operator'].includes(word))).toEqual([])
  expect(faults).toEqual([])
})

test('a rejected event is shown with its reason, as text: a script in it does not run; search and reason stay in the address', async () => {
  const { page, faults } = await signIn(browser, wend)
  await page.goto(`${wend.url}/rejected`)
  await page.getByRole('heading', { name: 'Every event was taken' }).waitFor()
  const script = '<img src=x onerror="window.ran = true"><script>window.ran = true</script>'
  const batch = [
    { type: 'track', event: script, properties: { [script]: script } },
    { type: 'track', userId: 'ada', event: 'late', timestamp: 'yesterday' },
    { type: 'track', userId: 'bea', event: '' },
  ]
  const taken = await fetch(`${wend.url}/v1/batch`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${wend.writeKey}:`).toString('base64')}` },
    body: JSON.stringify({ batch }),
  })
  expect(taken.status).toBe(200)

  const rows = page.locator('[data-rejected]')
  await expect.poll(() => rows.count()).toBe(3)
  // An empty name is no name.
  expect(await rows.filter({ hasText: 'bea' }).locator('b').innerText()).toBe('track · bea')
  expect(await page.locator('nav a.active').innerText()).toBe('Events')
  const forged = rows.filter({ hasText: 'onerror' })
  expect(await forged.locator('b').innerText()).toBe(`track · ${script}`)
  await forged.getByText('A userId or an anonymousId is needed.').waitFor()
  await forged.getByText('The whole message').click()
  await expect.poll(() => forged.locator('pre').innerText()).toContain('<script>window.ran = true</script>')
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)

  await forged.getByRole('button', { name: 'A userId or an anonymousId is needed.' }).click()
  await expect.poll(() => rows.count()).toBe(1)
  await page.getByRole('textbox', { name: 'Search in the messages' }).fill('LATE')
  await page.getByRole('heading', { name: 'Nothing like that was rejected' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Nothing like that was rejected' }).waitFor()
  await page.goto(`${wend.url}/rejected?search=LATE`)
  await expect.poll(() => rows.count()).toBe(1)
  await rows.getByText('/timestamp').waitFor()
  expect(faults).toEqual([])
})

test('a script in an e-mail does not run where the outbox shows it', async () => {
  const { page } = await signIn(browser, wend)
  const headers = { Authorization: `Bearer ${wend.apiKey}`, 'Content-Type': 'application/json' }
  const script = 'window.ran = true; parent.ran = true; top.ran = true'
  const body = `<p>Seen</p><img src="x" onerror="${script}"><script>${script}</script><a href="javascript:${script}">Press</a>`
  const nodes = [
    { id: 'in', type: 'entry-event', version: 1, position: { x: 0, y: 0 }, config: { event: 'mailed' } },
    { id: 'mail', type: 'send-email', version: 1, position: { x: 0, y: 120 }, config: { subject: 'Scripted', body } },
  ]
  const file = { name: 'Scripted', nodes, edges: [{ from: 'in', outlet: 'next', to: 'mail' }], settings: {} }
  const made = await fetch(`${wend.url}/v1/journeys`, { method: 'POST', headers, body: JSON.stringify(file) })
  const { id } = z.object({ id: z.string() }).parse(await made.json())
  expect((await fetch(`${wend.url}/v1/journeys/${id}/publish`, { method: 'POST', headers })).status).toBe(201)
  const analytics = new Analytics({ writeKey: wend.writeKey, host: wend.url, flushAt: 1 })
  analytics.identify({ userId: 'mia', traits: { email: 'mia@example.com' } })
  analytics.track({ userId: 'mia', event: 'mailed' })
  await analytics.closeAndFlush()

  await page.goto(`${wend.url}/outbox`)
  await page.locator('[data-touch]').filter({ hasText: 'Scripted' }).click()
  const shown = page.frameLocator('iframe')
  await shown.getByText('Seen').waitFor()
  await shown.getByText('Press').click()
  await page.waitForTimeout(300)
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  expect(await page.locator('iframe').getAttribute('sandbox')).not.toMatch(/allow-(scripts|same-origin)/)
})

test('who is not signed in is told how, and the server is not asked again and again', async () => {
  const page = await browser.newPage()
  let asked = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/v1/session')) asked++
  })
  await page.goto(`${wend.url}/journeys`)
  await page.getByRole('button', { name: 'I have opened it' }).waitFor()
  await page.waitForTimeout(1000)
  expect(await page.getByRole('heading').isVisible()).toBe(true)
  expect(asked).toBeLessThan(4)
  await page.close()
})

test('on a telephone nothing runs out of the page', async () => {
  const { page } = await signIn(browser, wend, { viewport: { width: 390, height: 844 } })
  for (const path of [
    '/journeys',
    '/templates',
    '/customers',
    '/events',
    '/outbox',
    '/settings',
    '/rejected',
    '/customers/ada',
  ]) {
    await page.goto(wend.url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390)
  }
})

test('steps are copied with their lines, found, renamed, nudged and added by keys alone, and each is one undo step', async () => {
  const { page, faults } = await signIn(browser, wend)
  await draw(page)
  const cards = page.locator('[data-card]')
  await page.locator('[data-card="wait"]').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')

  // Into another journey, twice.
  await page.getByRole('link', { name: 'Back to journeys' }).click()
  await page.getByRole('button', { name: 'New journey' }).first().click()
  await page.getByText('What lets a customer in?').waitFor()
  await page.locator('.canvas').focus()
  await page.keyboard.press('Control+v')
  await expect.poll(() => cards.count()).toBe(3)
  await expect.poll(() => page.locator('[data-edge]').count()).toBe(2)
  await page.locator('.canvas').focus()
  await page.keyboard.press('Control+v')
  await expect.poll(() => cards.count()).toBe(6)
  await page.getByRole('button', { name: 'Undo: paste' }).click()
  await expect.poll(() => cards.count()).toBe(3)

  await page.locator('[data-card="wait"]').click()
  await page.keyboard.press('Control+d')
  await page.locator('[data-card="wait-2"]').waitFor()
  await page.locator('.canvas').focus()
  await page.keyboard.press('Delete')
  await expect.poll(() => cards.count()).toBe(3)

  // Found by what it holds; Escape leaves the keyboard on its card.
  await page.locator('.canvas').focus()
  await page.keyboard.press('Control+f')
  await page.getByRole('textbox', { name: 'Find steps' }).fill('on its way')
  await page.getByText('– of 1').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('1 of 1').waitFor()
  await page.keyboard.press('Escape')
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-card'))
  await expect.poll(focused).toBe('send-inbox')
  await page.keyboard.press('ArrowUp')
  await expect.poll(focused).toBe('wait')

  await page.keyboard.press('F2')
  const name = page.getByRole('textbox', { name: /^Name/ })
  await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true)
  await page.keyboard.type('A breath')
  await card(page, 'A breath').waitFor()

  await page.locator('[data-card="send-inbox"]').click()
  await page.keyboard.press('Alt+ArrowRight')
  await page.keyboard.press('Alt+ArrowRight')
  await page.getByRole('button', { name: 'Undo: move' }).click()
  await page.getByRole('button', { name: 'Undo: rename a step' }).waitFor()

  await page.locator('[data-card="send-inbox"]').click()
  await page.keyboard.press('a')
  await page.getByRole('combobox', { name: 'Search steps' }).waitFor()
  await page.keyboard.type('exit')
  await page.keyboard.press('Enter')
  await expect.poll(() => cards.count()).toBe(4)
  // First the keyboard comes to a field of the new step.
  const isSetUp = () =>
    page.evaluate(() => document.activeElement?.closest('[data-inspects^="exit"]') instanceof HTMLElement)
  await expect.poll(isSetUp).toBe(true)

  await page.locator('.canvas').focus()
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('Walk along the journey').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  expect(faults).toEqual([])
})

test('the canvas shows every card whole at any zoom, and nothing scrolls it but panning', async () => {
  const { page } = await signIn(browser, wend)
  const nodes = Array.from({ length: 12 }, (_, nth) => ({
    id: `n${nth}`,
    type: nth === 0 ? 'entry-event' : 'wait',
    version: 1,
    position: { x: 0, y: nth * 160 },
    config: nth === 0 ? { event: 'begun' } : { duration: 'PT1H' },
  }))
  const edges = nodes.slice(1).map(({ id }, nth) => ({ from: `n${nth}`, outlet: 'next', to: id }))
  const made = await fetch(`${wend.url}/v1/journeys`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${wend.apiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Tall', nodes, edges, settings: {} }),
  })
  const { id } = z.object({ id: z.string() }).parse(await made.json())
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-node="n11"]').waitFor()
  await page.getByRole('button', { name: 'Show the whole journey' }).click()
  // What is cut off cannot be hit.
  const cut = () =>
    page.locator('[data-card]').evaluateAll((cards) =>
      cards.flatMap((card) => {
        const { left, top, width, height } = card.getBoundingClientRect()
        return card.contains(document.elementFromPoint(left + width / 4, top + height / 2)) ? [] : [card.textContent]
      }),
    )
  await expect.poll(cut).toEqual([])
  const scrolled = await page.locator('.react-flow').evaluate((canvas) => {
    canvas.scrollLeft = 50
    return canvas.scrollLeft
  })
  expect(scrolled).toBe(0)
})
