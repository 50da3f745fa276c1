import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Drawing, draftOf, drag, middleOf, openDrawing } from './drawn.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser
let page: Page
let faults: string[]

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Canvas, more'), startBrowser()])
  ;({ page, faults } = await signIn(browser, wend))
})
afterAll(async () => {
  await browser?.close()
})

const card = (id: string) => page.locator(`[data-node="${id}"]`)
const note = (id: string) => page.locator(`[data-note="${id}"]`)
const writing = () => page.getByRole('textbox', { name: 'Text of the note' })
const button = (name: string | RegExp) => page.getByRole('button', { name })
const focusedCard = () => page.evaluate(() => document.activeElement?.getAttribute('data-card'))

const entry = { id: 'in', type: 'entry-event', at: [0, 0] as [number, number], config: { event: 'begun' } }
const wait = (id: string, column: number, row: number, duration = 'PT1H') => ({
  id,
  type: 'wait',
  at: [column, row] as [number, number],
  config: { duration },
})
const chain: Drawing = {
  nodes: [entry, wait('w', 0, 1), { id: 'end', type: 'exit', at: [0, 2] }],
  lines: ['in.next>w', 'w.next>end'],
}

test('11: behind waits, cards show the earliest day since entering, which follows what is typed, in both languages', async () => {
  const id = await openDrawing(page, wend, {
    nodes: [
      entry,
      wait('two', 0, 1, 'P2D'),
      wait('one', 0, 2, 'P1DT2H'),
      { id: 'end', type: 'exit', at: [0, 3] },
      { id: 'later', type: 'entry-event', at: [1, 1], config: { event: 'y' } },
      wait('hour', 1, 2, 'PT3H'),
      wait('loop', 1, 3, 'PT1H'),
    ],
    lines: ['in.next>two', 'two.next>one', 'one.next>end', 'later.next>hour', 'hour.next>loop', 'loop.next>hour'],
  })
  const chip = (node: string) => card(node).locator('.card-earliest')
  await expect.poll(() => chip('one').innerText()).toMatch(/^day 2/)
  expect(await chip('end').innerText()).toMatch(/^day 3/)
  expect(await chip('end').getAttribute('title')).toBe('At the earliest 3 days 2 hours after entering')
  for (const at of ['in', 'two', 'later', 'hour']) expect(await chip(at).count(), at).toBe(0)
  expect(await chip('loop').innerText()).toMatch(/^after 3 hours/)

  // Of two ways in, the sooner counts.
  await drag(page, card('hour').locator('[data-outlet="next"]'), card('end'))
  await expect.poll(() => chip('end').innerText()).toMatch(/^after 3 hours/)
  await button('Undo: draw a line').click()
  await card('two').click()
  const days = page.getByRole('complementary', { name: 'Settings of the selection' }).getByRole('spinbutton').first()
  await days.fill('5')
  await expect.poll(() => chip('end').innerText()).toMatch(/^day 6/)

  const chinese = await signIn(browser, wend, { locale: 'zh-CN' })
  await expect.poll(async () => JSON.stringify(await draftOf(wend, id))).toContain('P5D')
  await chinese.page.goto(`${wend.url}/journeys/${id}`)
  await expect.poll(() => chinese.page.locator('[data-node="end"] .card-earliest').innerText()).toMatch(/^第 6 天/)
  await chinese.page.close()
})

test('32: N adds a note, written by keyboard, shown as text, said by a screen reader, moved, copied, deleted and undone', async () => {
  const id = await openDrawing(page, wend, chain)
  await card('w').locator('[data-card]').focus()
  await page.keyboard.press('n')
  await expect.poll(() => writing().evaluate((field) => field === document.activeElement)).toBe(true)
  const script = '<img src=x onerror="window.ran = true">'
  await page.keyboard.type(`Ask legal.\n${script}`)
  await page.keyboard.press('Escape')
  await expect.poll(focusedCard).toBe('note:note')
  const said = page.getByRole('button', { name: /^Note: Ask legal\./ })
  expect(await said.innerText()).toContain(script)
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  const notes = async () => (await draftOf(wend, id)).notes
  await expect.poll(notes).toMatchObject([{ id: 'note', text: `Ask legal.\n${script}` }])

  // Beside the step that was selected; Enter writes on, and that is a step of its own.
  const [beside, step] = [await note('note').boundingBox(), await card('w').boundingBox()]
  expect(beside?.x).toBeGreaterThan((step?.x ?? 0) + (step?.width ?? 0))
  await page.keyboard.press('Enter')
  await page.keyboard.type(' Today')
  await page.keyboard.press('Escape')
  await button('Undo: write a note').click()
  await expect.poll(notes).toMatchObject([{ text: `Ask legal.\n${script}` }])

  const [before] = await notes()
  const from = await middleOf(note('note'))
  await drag(page, note('note'), { x: from.x + 80, y: from.y + 40 })
  await button('Undo: move').waitFor()
  await expect
    .poll(async () => Math.abs(((await notes())[0]?.position.x ?? 0) - (before?.position.x ?? 0) - 80))
    .toBeLessThanOrEqual(8)

  // With the steps, as text, into another place; Delete takes only what is selected.
  await note('note').locator('button').click()
  await card('w').click({ modifiers: ['Control'] })
  await page.keyboard.press('Control+c')
  await page.keyboard.press('Control+v')
  await note('note-2').waitFor()
  await card('w-2').waitFor()
  await note('note-2').locator('button').click()
  await page.keyboard.press('Delete')
  await expect.poll(() => note('note-2').count()).toBe(0)
  await button('Undo: delete').click()
  await note('note-2').waitFor()
  await expect.poll(async () => (await notes()).map((one) => one.id)).toEqual(['note', 'note-2'])
  expect((await draftOf(wend, id)).nodes).toHaveLength(4)
})

test('32: a note is added, written and deleted by pointer too, and a double click writes it', async () => {
  const id = await openDrawing(page, wend, { ...chain, notes: [{ id: 'n', text: 'Here', at: [1.2, 1] }] })
  await note('n').dblclick()
  await writing().fill('There')
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } })
  await expect.poll(async () => (await draftOf(wend, id)).notes).toMatchObject([{ text: 'There' }])
  await button('Add a note').click()
  await expect.poll(() => writing().evaluate((field) => field === document.activeElement)).toBe(true)
  await page.keyboard.type('New')
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } })
  await expect.poll(async () => (await draftOf(wend, id)).notes).toMatchObject([{ text: 'There' }, { text: 'New' }])
  await note('n').locator('button').click()
  await button('Delete this note').click()
  await expect.poll(async () => (await draftOf(wend, id)).notes).toMatchObject([{ text: 'New' }])
})

test('10: E edits the fields that a step’s type marks quick, on its card and by keyboard alone; a double click does too', async () => {
  await openDrawing(page, wend, chain)
  await card('w').locator('[data-card]').focus()
  await page.keyboard.press('e')
  const quick = page.getByRole('dialog', { name: 'Main settings of Wait' })
  const howMany = quick.getByRole('spinbutton')
  await expect.poll(() => howMany.evaluate((field) => field === document.activeElement)).toBe(true)
  await page.keyboard.press('Control+a')
  await page.keyboard.type('3')
  await card('w').getByText('Wait 3 hours').waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => quick.count()).toBe(0)
  expect(await focusedCard()).toBe('w')
  await button('Undo: change a setting').click()
  await card('w').getByText('Wait 1 hour').waitFor()

  // Only what is quick: of an entry the event, not its condition.
  await card('in').locator('[data-card]').dblclick()
  const event = page.getByRole('dialog', { name: 'Main settings of Enter by event' })
  await event.getByRole('combobox', { name: 'Event' }).fill('order_paid')
  expect(await event.getByRole('combobox').count()).toBe(1)
  await page.keyboard.press('Escape')
  await card('in').getByText('When order_paid happens').waitFor()
})

test('nothing of all this made the page complain', () => {
  expect(faults).toEqual([])
})
