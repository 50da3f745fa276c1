import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from './by-api.ts'
import { keepDraft, savedDraft, savedEdges } from './draw.ts'
import { unseenFocus, whereFocusIs } from './focus.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Keyboard'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

/** A cart is left; whoever buys is thanked, whoever does not is reminded after a while. */
const cart = {
  name: 'Cart',
  nodes: [
    { id: 'cart', type: 'entry-event', name: 'Cart', config: { event: 'cart_left' } },
    {
      id: 'bought',
      type: 'wait-for-event',
      config: { branches: [{ id: 'yes', event: 'purchase' }], timeout: 'PT2H' },
    },
    { id: 'wait', type: 'wait', config: { duration: 'PT2H' }, at: [200, 320] as [number, number] },
    {
      id: 'thanks',
      type: 'send-inbox',
      config: { title: 'Thank you', kind: 'message' },
      at: [-200, 320] as [number, number],
    },
    {
      id: 'again',
      type: 'set-attributes',
      config: { attributes: { seen: 'yes' } },
      at: [200, 480] as [number, number],
    },
  ],
  edges: ['cart next bought', 'bought timed-out wait', 'bought yes thanks', 'wait next again'],
}
const openCart = async (page: Page, journey = cart): Promise<string> => {
  const id = await keepDraft(wend, journey)
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-card="again"]').waitFor()
  return id
}
const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
}
const config = async (id: string, node: string) =>
  (await savedDraft(wend, id)).nodes.find((one) => one.id === node)?.config

test('35: arrows walk the graph, first outlet down, Tab comes to one card; Escape goes back, and ? lists the keys', async () => {
  const { page, faults } = await signIn(browser, wend)
  await openCart(page)
  expect(await page.locator('[data-card][tabindex="0"]').count()).toBe(1)
  await page.locator('[data-card="cart"]').focus()
  const walked: (string | undefined)[] = []
  // The edge by `timed-out` was drawn first, but `yes` is the first outlet.
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowUp']) {
    await press(page, key)
    walked.push(await whereFocusIs(page))
  }
  expect(walked).toEqual(['bought', 'thanks', 'wait', 'again', 'wait', 'thanks', 'bought'])
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-card'))).toBe('bought')

  await press(page, 'Enter')
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('[data-form]')?.getAttribute('data-form')))
    .toBe('node-bought')
  await press(page, 'Escape')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-card'))).toBe('bought')
  expect(await unseenFocus(page)).toBeUndefined()

  await press(page, '?')
  const help = page.getByRole('dialog')
  for (const key of [
    'Link the selected step to…',
    'Go to the next part of the page',
    'Go to the next problem',
    'Walk along',
  ])
    await help.getByText(key).waitFor()
  await press(page, 'Escape')
  expect(faults).toEqual([])
})

test('35: F6 goes from region to region and back with Shift, and comes back to where each was left', async () => {
  const { page, faults } = await signIn(browser, wend)
  await openCart(page)
  await page.locator('[data-card="wait"]').focus()
  await page.getByRole('spinbutton').first().waitFor()
  const region = () =>
    page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region'))
  const visited: (string | null | undefined)[] = []
  for (let nth = 0; nth < 5; nth += 1) {
    await press(page, 'F6')
    visited.push(await region())
    expect(await unseenFocus(page)).toBeUndefined()
  }
  expect(visited).toEqual(['inspector', 'problems', 'bar', 'left', 'canvas'])
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-card'))).toBe('wait')
  await press(page, 'Shift+F6')
  expect(await region()).toBe('left')
  // Out of a text field too.
  await press(page, 'F6', 'F6')
  await page.getByRole('spinbutton').first().focus()
  await press(page, 'F6')
  expect(await region()).toBe('problems')
  expect(faults).toEqual([])
})

test('35: L links to a step from a list that is searched and says why others are not offered; Alt with arrows moves', async () => {
  const { page, faults } = await signIn(browser, wend)
  const id = await openCart(page)
  await page.locator('[data-card="again"]').focus()
  await press(page, 'l')
  const picker = page.getByRole('dialog', { name: /^Where does Set attributes lead/ })
  for (const [name, why] of [
    ['Cart', /is an entry/],
    ['Set attributes', /is the step itself/],
  ] as const) {
    const refused = picker.getByRole('option', { name }).filter({ hasText: why })
    expect(await refused.getAttribute('aria-disabled')).toBe('true')
  }
  await page.keyboard.type('Cart')
  await press(page, 'Enter')
  await page.getByText('Nothing leads into an entry').waitFor()
  await press(page, 'Control+a')
  await page.keyboard.type('inbox')
  await press(page, 'Enter')
  await expect.poll(() => savedEdges(wend, id)).toContain('again next thanks')
  await expect
    .poll(() => page.locator('[data-announcer]').innerText())
    .toMatch(/^Set attributes leads to Send to inbox by Next/)
  await expect.poll(() => whereFocusIs(page)).toBe('again')

  const place = () => page.locator('[data-card="again"]').boundingBox()
  const before = await place()
  await press(page, 'Alt+ArrowRight', 'Alt+ArrowRight')
  await expect.poll(async () => ((await place())?.x ?? 0) > (before?.x ?? 0)).toBe(true)
  await page.getByRole('button', { name: 'Undo: move' }).waitFor()
  expect(faults).toEqual([])
})

test('22: in a text field Ctrl+Z, Ctrl+C and Delete belong to the field', async () => {
  const { page, faults } = await signIn(browser, wend)
  await openCart(page)
  await page.locator('[data-card="cart"]').click()
  const field = page
    .getByRole('complementary', { name: 'Settings of the selection' })
    .getByRole('textbox', { name: /^Name/ })
  await field.focus()
  await press(page, 'End')
  await page.keyboard.type(' left')
  await press(page, 'Home', 'Delete', 'Control+a', 'Control+c', 'End', 'Control+v')
  await expect.poll(() => field.inputValue()).toBe('art leftart left')
  expect(await page.locator('[data-card]').count()).toBe(5)
  // The field's own undo, one of its steps, and not the journey's last one.
  await press(page, 'Control+z')
  await expect.poll(() => field.inputValue()).toBe('art left')
  await page.getByRole('button', { name: 'Undo: rename a step' }).waitFor()
  expect(faults).toEqual([])
})

test('37: while an input method composes, keys do nothing, and nothing of it is saved until it ends', async () => {
  const { page, faults } = await signIn(browser, wend)
  const id = await openCart(page)
  const ime = await page.context().newCDPSession(page)
  const compose = (text: string) =>
    ime.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })

  // Enter takes a candidate: it does not add the step that was found so far.
  await page.getByRole('textbox', { name: 'Search steps' }).focus()
  await compose('wait')
  await press(page, 'Enter')
  expect(await page.locator('[data-card]').count()).toBe(5)
  await ime.send('Input.insertText', { text: 'exit' })
  await press(page, 'Enter')
  await expect.poll(() => page.locator('[data-card]').count()).toBe(6)

  // Escape ends the composition, not the picker; Enter chooses nothing.
  await page.locator('[data-card="again"]').focus()
  await press(page, 'l')
  const picker = page.getByRole('dialog', { name: /^Where does/ })
  await picker.waitFor()
  await compose('fa')
  await press(page, 'Enter', 'Escape', 'F8')
  expect(await picker.isVisible()).toBe(true)
  expect(await savedEdges(wend, id)).toHaveLength(4)
  await ime.send('Input.insertText', { text: '' })
  await press(page, 'Escape')

  // Half a syllable is not a name.
  await page.locator('[data-card="cart"]').focus()
  const name = page
    .getByRole('complementary', { name: 'Settings of the selection' })
    .getByRole('textbox', { name: /^Name/ })
  await name.focus()
  await press(page, 'Control+a')
  await compose("gou'wu")
  await press(page, 'Escape', 'F6')
  await expect.poll(() => name.inputValue()).toBe("gou'wu")
  expect(await page.locator('[data-node="cart"]').innerText()).toContain('Cart')
  await ime.send('Input.insertText', { text: '购物车' })
  await page.locator('[data-node="cart"]').filter({ hasText: '购物车' }).waitFor()
  expect(await config(id, 'cart')).toEqual({ event: 'cart_left' })
  expect(faults).toEqual([])
})

test('36: a screen reader hears what a step does, where it stands and what is wrong; and what was added, deleted and undone', async () => {
  const { page, faults } = await signIn(browser, wend)
  await openCart(page)
  for (const name of [
    'Cart, When cart_left happens, step 1 of 5',
    'Wait 2 hours, step 4 of 5, after Wait for event by Time is up',
  ])
    await page.getByRole('button', { name, exact: true }).waitFor()
  await page
    .getByRole('button', { name: /^Send to inbox, .*, step 3 of 5, after Wait for event by purchase, 1 problem$/ })
    .waitFor()
  const heard = page.locator('[data-announcer]')
  await page.locator('[data-card="wait"]').focus()
  await press(page, 'Delete')
  await expect.poll(() => heard.innerText()).toContain('Deleted: Wait')
  await press(page, 'Control+z')
  await expect.poll(() => heard.innerText()).toContain('Undone: delete')
  await page.locator('[data-card="again"]').focus()
  await press(page, 'a')
  await page.keyboard.type('exit')
  await press(page, 'Enter')
  await expect.poll(() => heard.innerText()).toContain('Added: Exit')
  await page
    .getByRole('button', { name: 'Exit, End here, step 6 of 6, after Set attributes by Next', exact: true })
    .waitFor()

  const chinese = await signIn(browser, wend, { locale: 'zh-CN' })
  await openCart(chinese.page)
  await chinese.page
    .getByRole('button', { name: '等待 2 小时，第 4 个节点，共 5 个，在“等待行为事件”经“超时”之后', exact: true })
    .waitFor()
  expect([...faults, ...chinese.faults]).toEqual([])
})

test('36: a screen reader hears that somebody else changed the same', async () => {
  const { page } = await signIn(browser, wend)
  // What a colleague saves is heard of only as this page saves.
  await page.route(/\/together(\/.*)?$/, (route) => route.abort())
  const id = await openCart(page)
  await page.locator('[data-card="wait"]').click()
  const { etag } = await ask(wend, 'GET', `/v1/journeys/${id}`)
  const draft = await savedDraft(wend, id)
  const nodes = draft.nodes.map((node) => (node.id === 'wait' ? { ...node, config: { duration: 'PT9H' } } : node))
  await ask(wend, 'PUT', `/v1/journeys/${id}`, { ...draft, nodes }, etag)
  await page.getByRole('spinbutton').first().fill('5')
  await expect
    .poll(() => page.locator('[data-announcer]').innerText())
    .toContain('You and somebody else changed the same')
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect.poll(() => config(id, 'wait')).toEqual({ duration: 'PT5H' })
})
