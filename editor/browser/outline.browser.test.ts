import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepDraft, savedDraft, savedEdges } from './draw.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Outline'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

/** A cart is left; whoever buys is thanked, whoever does not is reminded; both ways meet in a last wait. */
const cart = {
  name: 'Cart',
  nodes: [
    { id: 'cart', type: 'entry-event', config: { event: 'cart_left' } },
    {
      id: 'bought',
      type: 'wait-for-event',
      config: { branches: [{ id: 'yes', event: 'purchase' }], timeout: 'PT2H' },
    },
    {
      id: 'thanks',
      type: 'send-inbox',
      config: { title: 'Thank you', kind: 'message' },
      at: [-200, 320] as [number, number],
    },
    { id: 'remind', type: 'send-inbox', config: { title: '', kind: 'message' }, at: [200, 320] as [number, number] },
    { id: 'rest', type: 'wait', config: { duration: 'P1D' }, at: [0, 480] as [number, number] },
    { id: 'loose', type: 'exit', config: {}, at: [600, 480] as [number, number] },
  ],
  edges: ['cart next bought', 'bought yes thanks', 'bought timed-out remind', 'thanks next rest', 'remind next rest'],
}
const line = (page: Page, name: string | RegExp) => page.getByRole('treeitem', { name })
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-row'))
const rows = (page: Page) =>
  page.getByRole('treeitem').evaluateAll((all) => all.map((row) => `${row.ariaLevel} ${row.getAttribute('data-row')}`))

async function openOutline(page: Page, journey: string): Promise<void> {
  await page.goto(`${wend.url}/journeys/${journey}`)
  await page.getByRole('tab', { name: 'Outline' }).click()
  await page.getByRole('tree', { name: 'Outline of the journey' }).waitFor()
}

test('36: the outline shows the journey as a tree, first outlet first, a merge once and then as a reference, with problems', async () => {
  const { page, faults } = await signIn(browser, wend)
  await openOutline(page, await keepDraft(wend, cart))
  expect(await rows(page)).toEqual([
    '1 step cart',
    '1 step bought',
    '2 outlet bought:yes',
    '3 step thanks',
    '4 outlet thanks:blocked',
    '3 step rest',
    '2 outlet bought:timed-out',
    '3 step remind',
    '4 outlet remind:blocked',
    '3 again remind:next',
    '1 step loose',
  ])
  await line(page, /^Send to inbox .*1 problem/).waitFor()
  await line(page, /^goes on at Wait/).waitFor()

  // It is one stop of Tab, and is remembered.
  expect(await page.locator('[role="treeitem"][tabindex="0"]').count()).toBe(1)
  await page.reload()
  await page.getByRole('tree').waitFor()

  // Arrows walk, fold and open; what is walked to is selected on the canvas.
  await page.locator('[data-row="step cart"]').focus()
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe('step bought')
  expect(await page.locator('[data-node="bought"]').getAttribute('data-selected')).toBe('true')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => rows(page)).toEqual(['1 step cart', '1 step bought', '1 step loose'])
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(await focused(page)).toBe('outlet bought:yes')
  expect(faults).toEqual([])
})

test('36: every command is in the outline: add, link, rename, configure, move, duplicate, copy, delete, each one undo step', async () => {
  const { page, faults } = await signIn(browser, wend)
  const id = await keepDraft(wend, cart)
  await openOutline(page, id)
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
  const at = async (key: string): Promise<void> => {
    await page.locator(`[data-row="${key}"]`).focus()
  }
  const undo = async (what: string): Promise<void> => {
    await page.getByRole('button', { name: `Undo: ${what}` }).click()
  }

  // Behind the way out that the line stands for.
  await at('step rest')
  await press('a')
  await page.getByRole('combobox', { name: 'Search steps' }).waitFor()
  await page.keyboard.type('exit')
  await press('Enter')
  await line(page, /^Exit/).nth(1).waitFor()
  await undo('insert a step')

  // To a step that is chosen; those that cannot be reached say why.
  await at('step rest')
  await press('l')
  const picker = page.getByRole('dialog', { name: 'Where does Wait lead?' })
  const refused = picker.getByRole('option', { name: /is an entry/ })
  expect(await refused.getAttribute('aria-disabled')).toBe('true')
  await page.keyboard.type('exit')
  await press('Enter')
  await expect.poll(() => savedEdges(wend, id)).toContain('rest next loose')
  await expect.poll(() => focused(page)).toBe('step rest')
  await undo('draw a line')
  await at('outlet bought:yes')
  await press('Shift+F10', 'End', 'Enter')
  await expect.poll(() => savedEdges(wend, id)).not.toContain('bought yes thanks')
  await undo('remove a line')

  await at('step rest')
  await press('F2')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('name-of-rest')
  await page.keyboard.type('A breath')
  await press('Escape')
  await expect.poll(() => focused(page)).toBe('step rest')
  await line(page, /^A breath/).waitFor()
  await press('Enter')
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('[data-form]')?.getAttribute('data-form')))
    .toBe('node-rest')
  await press('Escape')
  await undo('rename a step')

  // Before the step that leads to it, and back again.
  await at('step remind')
  await press('Alt+ArrowDown')
  await page.getByText('This step cannot change places with its neighbour').waitFor()
  await at('step thanks')
  await press('Alt+ArrowUp')
  await expect.poll(() => savedEdges(wend, id)).toContain('cart next thanks')
  await undo('change the order')
  await expect.poll(() => savedEdges(wend, id)).toContain('cart next bought')

  await at('step loose')
  await press('Control+d')
  await page.locator('[data-row="step loose-2"]').waitFor()
  await undo('duplicate')
  await at('step loose')
  await press('Control+c', 'Control+v')
  await page.locator('[data-row="step loose-2"]').waitFor()
  await at('step loose-2')
  await press('Delete')
  await expect.poll(() => page.locator('[data-row="step loose-2"]').count()).toBe(0)
  await expect.poll(() => focused(page)).toBeTruthy()
  expect(faults).toEqual([])
})

test('40: below 1024 px the inspector lies over the canvas, below 768 px the outline takes its place and still edits', async () => {
  const { page, faults } = await signIn(browser, wend, { viewport: { width: 1000, height: 800 } })
  const id = await keepDraft(wend, cart)
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-card="rest"]').click()
  const inspector = page.getByRole('complementary', { name: 'Settings of the selection' })
  await inspector.getByRole('heading', { name: 'Wait', exact: true }).waitFor()
  expect(await page.locator('.canvas').evaluate((canvas) => canvas.clientWidth)).toBe(1000)
  await inspector.getByRole('button', { name: 'Close the settings' }).click()
  expect(await inspector.count()).toBe(0)

  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('tree', { name: 'Outline of the journey' }).waitFor()
  expect(await page.locator('.react-flow').count()).toBe(0)
  await line(page, /^Exit/).getByRole('button', { name: 'What to do with Exit' }).click()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await page.locator('[data-row="step loose-2"]').waitFor()
  await line(page, /^Wait 1 day|^Wait .*1 day/).click()
  await inspector.getByRole('spinbutton').first().fill('3')
  await inspector.getByRole('button', { name: 'Close the settings' }).click()
  await line(page, /3 days/).waitFor()
  const rest = async () => (await savedDraft(wend, id)).nodes.find((node) => node.id === 'rest')?.config
  await expect.poll(rest).toEqual({ duration: 'P3D' })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  expect(faults).toEqual([])
})

test('40: at 1024 px one panel begins open, so that a journey of sixty steps can be seen; a press opens the other beside its card', async () => {
  const id = await keepDraft(wend, {
    name: 'Sixty',
    nodes: Array.from({ length: 60 }, (_, nth) => ({
      id: `n${nth}`,
      type: nth === 0 ? 'entry-event' : 'wait',
      config: nth === 0 ? { event: 'x' } : { duration: `PT${nth}H` },
      at: [(nth % 6) * 296, Math.floor(nth / 6) * 160] as [number, number],
    })),
    edges: [],
  })
  const { page, faults } = await signIn(browser, wend, { viewport: { width: 1024, height: 768 } })
  await page.goto(`${wend.url}/journeys/${id}`)
  const card = page.locator('[data-card="n5"]')
  await card.waitFor()
  const percent = async () => Number.parseInt(await page.locator('.zoom').innerText(), 10)
  await expect.poll(percent).toBeGreaterThanOrEqual(30)
  const inspector = page.getByRole('complementary', { name: 'Settings of the selection' })
  expect(await inspector.count()).toBe(0)
  const before = await percent()
  await card.click()
  await inspector.waitFor()
  const right = async () => {
    const box = await page.locator('[data-node="n5"]').boundingBox()
    return box ? box.x + box.width : Number.POSITIVE_INFINITY
  }
  await expect.poll(right).toBeLessThan(624)
  expect(await percent()).toBe(before)
  // Between both panels it is fitted into what is left.
  await page.locator('.canvas').press('1')
  await expect.poll(percent).toBeLessThan(before)
  expect(await percent()).toBeGreaterThanOrEqual(15)
  expect(faults).toEqual([])
})

test('40: at 200 % nothing is lost: a journey is opened, changed, undone and asked to be published', async () => {
  // 1440 × 900 at 200 %.
  const { page, faults } = await signIn(browser, wend, { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 })
  const id = await keepDraft(wend, cart)
  await page.goto(`${wend.url}/journeys/${id}`)
  await line(page, /^Wait for/)
    .first()
    .click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Publish' }).click()
  const problem = page.getByRole('region', { name: 'Problems' }).getByRole('button', { name: /Title/ })
  await problem.click()
  await page.keyboard.type('Your cart')
  await page.keyboard.press('Escape')
  await expect
    .poll(async () => (await savedDraft(wend, id)).nodes.find((node) => node.id === 'remind')?.config.title)
    .toBe('Your cart')
  const all = [
    'Back to journeys',
    'Journey name',
    /^(Undo|Nothing to undo)/,
    'More',
    'Publish',
    'Live',
    'Language',
    'Appearance',
  ]
  for (const name of all) {
    const control = page.getByRole(
      /Back|Live/.test(String(name)) ? 'link' : name === 'Journey name' ? 'textbox' : 'button',
      { name },
    )
    await control.first().click({ trial: true })
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720)
  expect(faults).toEqual([])
})
