import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ask, did, draw, inARow, publish } from './by-api.ts'
import { savedDraft } from './draw.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Starts'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

const journeys = async (at = wend) =>
  z
    .object({ items: z.array(z.object({ id: z.string(), family: z.string().nullable() })) })
    .parse((await ask(at, 'GET', '/v1/journeys')).json).items

test('41: an empty canvas offers the ways in and a template of each family; one that is taken is drawn into this very journey, in one step', async () => {
  const { page, faults } = await signIn(browser, wend)
  await page.getByRole('button', { name: 'New journey' }).first().click()
  await page.getByRole('button', { name: /^Enter by event Customers/ }).waitFor()
  const offered = page.getByRole('region', { name: 'Or begin with a template' })
  await expect.poll(() => offered.locator('[data-start]').count()).toBe(4)
  for (const family of ['Entry', 'Tiered incentives', 'Frequency boosting', 'Reactivation'])
    await offered.getByText(family, { exact: true }).waitFor()
  expect(await offered.getByRole('link', { name: 'See all templates' }).getAttribute('href')).toBe('/templates')
  const before = (await journeys()).length
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''

  const welcome = offered.getByRole('button', { name: /^Entry Welcome and guide/ })
  await welcome.focus()
  await page.keyboard.press('Enter')
  await page.getByText('“Welcome and guide” is drawn here now').waitFor()
  await expect.poll(() => page.locator('[data-node]').count()).toBeGreaterThan(2)
  const name = page.getByLabel('Journey name')
  expect(await name.inputValue()).toBe('Welcome and guide')
  await expect.poll(async () => (await savedDraft(wend, id)).nodes.length).toBeGreaterThan(2)
  expect(await journeys()).toHaveLength(before)
  // What it is for is known, as of one that is taken in the gallery.
  const family = async () => (await journeys()).find((one) => one.id === id)?.family
  await expect.poll(family).toBe('entry')

  // One step: nothing is left of it, not even what the journey is for.
  await page.getByRole('button', { name: 'Undo: import' }).click()
  await welcome.waitFor()
  await expect.poll(() => name.inputValue()).toBe('Untitled journey')
  await expect.poll(family).toBe(null)
  await page.getByRole('button', { name: 'Redo: import' }).click()
  await expect.poll(family).toBe('entry')
  await page.getByRole('button', { name: 'Undo: import' }).click()
  await expect.poll(family).toBe(null)

  // A name that somebody gave stays.
  await name.fill('Spring')
  await name.blur()
  await welcome.click()
  await expect.poll(() => page.locator('[data-node]').count()).toBeGreaterThan(2)
  expect(await name.inputValue()).toBe('Spring')
  expect(faults).toEqual([])
})

test('a template is looked into before it is taken: drawn, its steps in words and in order, its events and its settings', async () => {
  const own = await openWend('Looks')
  await did(own, 'add_to_cart', { ada: {} })
  const { page, faults } = await signIn(browser, own)
  await page.goto(`${own.url}/templates`)
  const card = page.getByRole('article', { name: 'Cart reminder' })
  const open = card.getByRole('button', { name: 'Look inside: Cart reminder' })
  await open.focus()
  await page.keyboard.press('Enter')
  const look = page.getByRole('dialog', { name: 'Cart reminder' })
  const told = look.getByRole('region', { name: 'In words' })
  const steps = told.locator('[data-kind="step"] > .template-step')
  await expect
    .poll(async () => (await steps.allInnerTexts()).slice(0, 2).map((text) => text.split('\n')[0]))
    .toEqual(['Put something in the cart', 'Bought it?'])
  expect(await told.getByText('Wait up to 2 hours for purchase').count()).toBe(1)
  const events = told.getByRole('list', { name: 'Events that it needs' }).getByRole('listitem')
  expect(await events.allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringMatching(/add_to_cart\s+received here/), expect.stringMatching(/purchase/)]),
  )
  expect(await told.locator('dl').innerText()).toMatch(/May a customer enter again\?\s+After leaving\s+Goal\s+purchase/)
  // Escape closes it, the keyboard is where it was, and nothing was made.
  await page.keyboard.press('Escape')
  await expect.poll(() => look.count()).toBe(0)
  await expect.poll(() => open.evaluate((button) => button === document.activeElement)).toBe(true)
  const before = (await journeys(own)).length
  await open.click()
  await look.getByRole('combobox', { name: 'What purchase is called here' }).selectOption('is add_to_cart here')
  await told.getByText('Wait up to 2 hours for add_to_cart').waitFor()
  await look.getByRole('button', { name: 'Use it' }).click()
  await page.waitForURL(/\/journeys\/[\w-]+$/)
  expect(await journeys(own)).toHaveLength(before + 1)

  // On an empty canvas the same look takes it into this very journey.
  await page.goto(`${own.url}/journeys`)
  await page.getByRole('button', { name: 'New journey' }).first().click()
  await page
    .getByRole('button', { name: /^Look inside: / })
    .first()
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Use it' }).click()
  await expect.poll(() => page.locator('[data-node]').count()).toBeGreaterThan(2)
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  expect(faults).toEqual([])
})

test('41: an empty Live says by what a customer enters, and empty lists what to do first', async () => {
  const bare = await openWend('Bare')
  const { page, faults } = await signIn(browser, bare)
  for (const [path, heading, next] of [
    ['/customers', 'Nobody yet', 'Send one with any Segment client'],
    ['/outbox', 'Nothing was sent yet', 'Publish a journey with a touch'],
    ['/events', 'No event has arrived yet', 'Send the first one'],
    ['/rejected', 'Every event was taken', 'Try it with a message that names nobody'],
  ] as const) {
    await page.goto(bare.url + path)
    await page.getByRole('heading', { name: heading }).waitFor()
    expect(await page.locator('main').innerText(), path).toContain(next)
  }
  for (const { id } of await journeys(bare)) await ask(bare, 'DELETE', `/v1/journeys/${id}`)
  await page.goto(`${bare.url}/journeys`)
  await page.getByRole('heading', { name: 'Draw your first journey' }).waitFor()
  await page.getByRole('link', { name: 'Begin with a template' }).waitFor()

  const steps = inARow(['in', 'entry-event', { event: 'bell_rung' }], ['wait', 'wait', { duration: 'PT1H' }])
  const id = await draw(bare, { name: 'Quiet', ...steps })
  await page.goto(`${bare.url}/journeys/${id}/live`)
  await page.getByText('Publish it, and customers who enter appear here').waitFor()
  await publish(bare, id)
  await page.reload()
  await page.getByText('Nobody has entered yet').waitFor()
  await page.locator('.nobody').getByText('bell_rung').waitFor()
  expect(faults).toEqual([])
})

test('publishing tells when the first touch comes, and leads to where that it is live, what lets a customer in and how to send it stand together', async () => {
  const own = await openWend('Goes live')
  const { page, faults } = await signIn(browser, own)
  const id = await draw(
    own,
    inARow(
      ['in', 'entry-event', { event: "bell's_rung" }, 'next'],
      ['rest', 'wait', { duration: 'PT2H' }, 'next'],
      ['tell', 'send-inbox', { title: 'Hi', body: 'Still there?', kind: 'message' }],
    ),
  )
  await page.goto(`${own.url}/journeys/${id}`)
  await page.getByRole('button', { name: 'Publish' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('The first touch reaches a customer 2 hours after entering').waitFor()
  await dialog.getByRole('button', { name: 'Publish now' }).click()
  const hint = page.getByRole('note')
  await hint.getByText('Version 1 is live').waitFor()
  await hint.getByText('Nobody has entered yet').waitFor()
  // It is said where it covers nothing, and nowhere else.
  const seen = page.getByText('Version 1 is live')
  expect(await seen.count()).toBe(1)
  const box = async (place: ReturnType<typeof page.locator>) => (await place.boundingBox()) ?? { x: 0, y: 0, width: 0 }
  const [told, entry] = [await box(hint), await box(page.locator('[data-node="in"]'))]
  expect(told.x + told.width).toBeLessThan(entry.x)
  await hint.getByRole('button', { name: 'How to send an event' }).click()
  await expect.poll(() => page.getByRole('dialog').locator('pre').innerText()).toContain(`"event": "bell'\\''s_rung"`)

  // Where somebody enters meanwhile, what to send, and a key that is shown once, stay.
  await did(own, "bell's_rung", { ada: {} })
  await expect.poll(() => hint.count()).toBe(0)
  expect(await page.getByRole('dialog').locator('pre').count()).toBe(1)
  await page.keyboard.press('Escape')

  // Nor is what was told told again. Where somebody is inside already, it is told in passing.
  await page.reload()
  await page.locator('[data-total="entered"]').waitFor()
  expect(await seen.count()).toBe(0)
  await page.getByRole('link', { name: 'Edit' }).click()
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish now' }).click()
  await page.getByText('Version 2 is live').waitFor()
  expect(faults).toEqual([])
})
