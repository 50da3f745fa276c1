import { readFile } from 'node:fs/promises'
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

test('33: PNG, SVG and print show the whole journey, lines too, though little of it is seen', async () => {
  await openDrawing(page, wend, {
    nodes: [entry, ...Array.from({ length: 12 }, (_, nth) => wait(`w${nth}`, nth % 3, nth + 1))],
    lines: [
      'in.next>w0',
      ...Array.from({ length: 11 }, (_, nth): `${string}.${string}>${string}` => `w${nth}.next>w${nth + 1}`),
    ],
    notes: [{ id: 'n', text: 'Far away', at: [6, 4] }],
  })
  await card('w0').click()
  await page.keyboard.press('2')
  const save = async (item: string): Promise<string> => {
    await button('More').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ])
    return download.path()
  }
  const svg = await readFile(await save('Picture (SVG)'), 'utf8')
  for (const said of ['Enter by event', 'Far away']) expect(svg).toContain(said)
  expect(svg.match(/>Wait 1 hour</g)).toHaveLength(12)
  expect(svg.match(/react-flow__edge-path/g)?.length).toBeGreaterThanOrEqual(12)
  const [, width = 0, height = 0] = (/width="(\d+)[^"]*" height="(\d+)/.exec(svg) ?? []).map(Number)
  expect(width).toBeGreaterThan(6 * 320)
  expect(height).toBeGreaterThan(12 * 160)

  // In every quarter something is drawn.
  const png = await readFile(await save('Picture (PNG)'))
  const drawn = await page.evaluate(async (data) => {
    const image = new Image()
    image.src = `data:image/png;base64,${data}`
    await image.decode()
    const canvas = document.createElement('canvas')
    ;[canvas.width, canvas.height] = [image.width, image.height]
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    const coloursOf = (x: number, y: number) => {
      const pixels = context?.getImageData(x, y, image.width / 2, image.height / 2).data ?? []
      const colours = new Set<string>()
      for (let at = 0; at < pixels.length; at += 40) colours.add(`${pixels[at]} ${pixels[at + 1]} ${pixels[at + 2]}`)
      return colours.size
    }
    return {
      width: image.width,
      left: [coloursOf(0, 0), coloursOf(0, image.height / 2)],
      right: coloursOf(image.width / 2, 0),
    }
  }, png.toString('base64'))
  expect(drawn.width).toBeGreaterThanOrEqual(2 * width - 2)
  for (const colours of [...drawn.left, drawn.right]) expect(colours).toBeGreaterThan(8)

  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  await page.emulateMedia({ media: 'print' })
  // Over as many pages as it takes to be read, each step whole on one of them.
  const pages = page.locator('.print-pages > .canvas')
  expect(await pages.count()).toBe(2)
  const sizes = await pages.evaluateAll((all) =>
    all.map(({ clientWidth, clientHeight }) => [clientWidth, clientHeight]),
  )
  for (const [width = 0, height = 0] of sizes) expect(width <= 1047 && height <= 719).toBe(true)
  const printed = await pages.evaluateAll((all) =>
    all.flatMap((paper) => {
      const within = paper.getBoundingClientRect()
      return [...paper.querySelectorAll('.react-flow__node')].flatMap((node) => {
        const { left, top, right, bottom } = node.getBoundingClientRect()
        const isWhole = left >= within.left && top >= within.top && right <= within.right && bottom <= within.bottom
        return isWhole ? [node.getAttribute('data-id') ?? ''] : []
      })
    }),
  )
  expect(printed).toHaveLength(14)
  expect(new Set(printed).size).toBe(14)
  for (const tool of ['.edit-bar', '.palette', '.inspector', '.canvas-tools'])
    expect(await page.locator(tool).first().isVisible(), tool).toBe(false)
  await page.emulateMedia({ media: 'screen' })
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  expect(await page.locator('.edit-bar').isVisible()).toBe(true)
  expect(await pages.count()).toBe(0)
})

/** Lets go of files over the window, as a file manager does. */
async function dropFiles(files: { name: string; text: string }[]): Promise<void> {
  const data = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer()
    for (const { name, text } of files) transfer.items.add(new File([text], name, { type: 'application/json' }))
    return transfer
  }, files)
  for (const kind of ['dragover', 'drop'])
    await page.dispatchEvent(page.url().endsWith('/journeys') ? '.page' : '.canvas', kind, { dataTransfer: data })
}

const file = (name: string, more: object = {}): string =>
  JSON.stringify({
    name,
    nodes: [
      { id: 'in', type: 'entry-event', version: 1, position: { x: 0, y: 0 }, config: { event: 'came' } },
      { id: 'later', type: 'wait', version: 1, position: { x: 0, y: 160 }, config: { duration: 'P1D' } },
    ],
    edges: [{ from: 'in', outlet: 'next', to: 'later' }],
    settings: { timeZone: 'Asia/Shanghai' },
    notes: [{ id: 'n', text: 'From a file', position: { x: 320, y: 0 } }],
    ...more,
  })

test('33: a journey file dropped on the canvas imports as one undo step; what is none says why, and nothing is lost', async () => {
  const id = await openDrawing(page, wend, chain)
  for (const [text, reason] of [
    ['{"name": "J", "nodes": [', /not whole JSON/],
    ['{"name": "shop", "dependencies": {}}', /no journey: a journey file has/],
    [' '.repeat(1_000_001), /larger than 1 MB/],
    [file('J', { connections: {} }), /connections/],
    [file('J', { nodes: [{ id: '<img src=x onerror=alert(1)>' }] }), /nodes\/0\/id/],
  ] as const) {
    await dropFiles([{ name: 'brought.json', text }])
    await page.getByText(reason).last().waitFor()
  }
  await dropFiles([
    { name: 'a.json', text: file('A') },
    { name: 'b.json', text: file('B') },
  ])
  await page.getByText('one journey file at a time').waitFor()
  expect((await draftOf(wend, id)).nodes).toHaveLength(3)

  await dropFiles([{ name: 'brought.json', text: file('Brought') }])
  await card('in-2').waitFor()
  await note('n').getByText('From a file').waitFor()
  await expect.poll(async () => (await draftOf(wend, id)).edges.length).toBe(3)
  await button('Undo: import a file').click()
  await expect.poll(async () => (await draftOf(wend, id)).nodes.length).toBe(3)

  // Where nothing is drawn it becomes the journey, name and settings too; from the list it is a new one.
  await page.goto(`${wend.url}/journeys`)
  await page.getByRole('heading', { name: 'Journeys', level: 1 }).waitFor()
  await dropFiles([{ name: 'bad.json', text: '[]' }])
  await page
    .getByText(/no journey: a journey file has/)
    .last()
    .waitFor()
  await dropFiles([{ name: 'new.json', text: file('Dropped on the list') }])
  await page.waitForURL(/\/journeys\/.+/)
  await expect.poll(() => page.getByLabel('Journey name').inputValue()).toBe('Dropped on the list')
  await page.locator('.canvas').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await page.getByText('What lets a customer in?').waitFor()
  await dropFiles([{ name: 'again.json', text: file('Whole') }])
  await expect.poll(() => page.getByLabel('Journey name').inputValue()).toBe('Whole')
  await card('later').waitFor()
})

test('nothing of all this made the page complain', () => {
  expect(faults).toEqual([])
})
