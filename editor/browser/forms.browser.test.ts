import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, draw, inARow } from './by-api.ts'
import { unseenFocus } from './focus.ts'
import { elsewhere, openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Forms'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

const inspectorOf = (page: Page, name = 'Settings of the selection') => page.getByRole('complementary', { name })
const card = (page: Page, id: string) => page.locator(`[data-node="${id}"]`)
/** A card's ways out, in the order drawn. */
const outletsOf = (page: Page, id: string) => card(page, id).locator('.card-outlets span').allInnerTexts()

const inbox = { title: 'Hello', body: 'Hello', kind: 'message' }
const when = { combinator: 'and' as const, rules: [{ field: 'customer.level', operator: '=', value: 'gold' }] }
const branching = () => {
  const { nodes, edges } = inARow(
    ['in', 'entry-event', { event: 'begun' }, 'next'],
    ['vip', 'branch', { branches: ['a', 'b'].map((id) => ({ id, name: id.toUpperCase(), when })) }],
  )
  const below = (id: string, x: number) => ({
    id,
    type: 'send-inbox',
    version: 1,
    position: { x, y: 420 },
    config: inbox,
  })
  return {
    nodes: [...nodes, below('to-a', -300), below('to-b', 0)],
    edges: [...edges, { from: 'vip', outlet: 'a', to: 'to-a' }, { from: 'vip', outlet: 'b', to: 'to-b' }],
  }
}

test('7: outlets follow their branches as typed, added, moved and removed; lines stay with their branch, and one goes with it in the same step', async () => {
  const { page, faults } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${await draw(wend, branching())}`)
  const inspector = inspectorOf(page)
  await page.locator('[data-card="vip"]').click()
  expect(await outletsOf(page, 'vip')).toEqual(['A', 'B', 'Otherwise'])
  const lines = () =>
    page.locator('[data-edge^="vip:"]').evaluateAll((all) => all.map((line) => line.getAttribute('data-edge')).sort())
  const middle = async (selector: string) => {
    const box = await page.locator(selector).boundingBox()
    return box ? box.x + box.width / 2 : Number.NaN
  }
  /** Where the line of a branch begins and where its outlet stands, across. */
  const lineStart = (outlet: string) =>
    page.locator(`.react-flow__edge[data-id="vip:${outlet}"] .react-flow__edge-path`).evaluate((path) => {
      if (!(path instanceof SVGPathElement)) return Number.NaN
      const matrix = path.getScreenCTM()
      return matrix ? path.getPointAtLength(0).matrixTransform(matrix).x : Number.NaN
    })
  const attached = async (outlet: string) =>
    Math.abs((await lineStart(outlet)) - (await middle(`[data-node="vip"] [data-outlet="${outlet}"]`)))

  // Each letter of a name is on the card as it is typed.
  await inspector.getByRole('textbox', { name: 'Name', exact: true }).first().click()
  await page.keyboard.press('End')
  for (const [letter, name] of [
    [' ', 'A'],
    ['g', 'A g'],
    ['o', 'A go'],
  ] as const) {
    await page.keyboard.type(letter)
    await expect.poll(async () => (await outletsOf(page, 'vip'))[0]).toBe(name)
  }

  await inspector.getByRole('button', { name: 'Add to Branches' }).click()
  await expect.poll(async () => (await outletsOf(page, 'vip')).length).toBe(4)
  await expect.poll(() => attached('b')).toBeLessThan(2)
  expect(await lines()).toEqual(['vip:a', 'vip:b'])

  await inspector.getByRole('button', { name: 'Move 2 up' }).click()
  await expect.poll(async () => (await outletsOf(page, 'vip')).slice(0, 2)).toEqual(['B', 'A go'])
  expect(await lines()).toEqual(['vip:a', 'vip:b'])
  await expect.poll(() => attached('a')).toBeLessThan(2)
  await expect.poll(() => attached('b')).toBeLessThan(2)
  expect(await middle('[data-node="vip"] [data-outlet="b"]')).toBeLessThan(
    await middle('[data-node="vip"] [data-outlet="a"]'),
  )

  await inspector.getByRole('button', { name: 'Remove 1 from Branches' }).click()
  await expect.poll(lines).toEqual(['vip:a'])
  await page.getByRole('button', { name: /^Undo/ }).click()
  await expect.poll(lines).toEqual(['vip:a', 'vip:b'])
  await expect.poll(async () => (await outletsOf(page, 'vip')).slice(0, 2)).toEqual(['B', 'A go'])
  expect(faults).toEqual([])
})

test.each([
  {
    language: 'en',
    inspector: 'Settings of the selection',
    length: '2 hours',
    says: ['Wait 2 minutes', 'Wait 2 hours', 'Until 09:00'],
  },
  {
    language: 'zh-CN',
    inspector: '所选内容的设置',
    length: '2 小时',
    says: ['等待 2 分钟', '等待 2 小时', '等到 09:00'],
  },
])('9: a card says what it does as it is typed: $language', async ({ language, inspector: name, length, says }) => {
  const { page } = await signIn(browser, wend, { locale: language })
  const file = inARow(
    ['in', 'entry-event', { event: 'begun' }, 'next'],
    ['wait', 'wait', { duration: 'P1D' }, 'next'],
    ['until', 'wait-until', { time: '09:00' }],
  )
  await page.goto(`${wend.url}/journeys/${await draw(wend, file)}`)
  await card(page, 'until')
    .getByText(says[2] ?? '')
    .waitFor()
  await page.locator('[data-card="wait"]').click()
  const field = inspectorOf(page, name).getByRole('spinbutton')
  await field.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('2m')
  await card(page, 'wait')
    .getByText(says[0] ?? '')
    .waitFor()
  await field.fill(length)
  await card(page, 'wait')
    .getByText(says[1] ?? '')
    .waitFor()
})

test('12: an untouched new step says that it is to be set up, in grey; red only once left or checked', async () => {
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${await draw(wend, inARow(['in', 'entry-event', { event: 'begun' }]))}`)
  const add = async (): Promise<void> => {
    await page.locator('[data-append="in:next"], [data-append="send-inbox:next"]').first().click()
    await page
      .getByRole('dialog')
      .getByRole('option', { name: /^Send to inbox/ })
      .click()
  }
  const colour = (locator: ReturnType<Page['locator']>) =>
    locator.evaluate((element) => getComputedStyle(element).color)
  await add()
  const first = card(page, 'send-inbox')
  const setUp = first.getByText('to set up')
  await setUp.waitFor()
  const [, green = 0, blue = 0] = (await colour(setUp)).match(/\d+/g)?.map(Number) ?? []
  expect(Math.abs(green - blue)).toBeLessThan(40)
  expect(await first.locator('.card-problems').count()).toBe(0)
  expect(await inspectorOf(page).locator('.field-issues').count()).toBe(0)

  // Left: its problems are told.
  await page.locator('[data-card="in"]').click()
  await expect.poll(() => setUp.count()).toBe(0)
  await expect.poll(() => page.locator('[data-card="send-inbox"]').getAttribute('aria-label')).toContain('problem')

  // Checked: pressing Publish tells those of the step that is still open.
  await add()
  const second = card(page, 'send-inbox-2')
  await second.getByText('to set up').waitFor()
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect.poll(() => second.getByText('to set up').count()).toBe(0)
})

test('a length of time is typed as people write it or picked, and what cannot be understood says the remedy and is not published', async () => {
  const { page, faults } = await signIn(browser, wend)
  const file = inARow(['in', 'entry-event', { event: 'begun' }, 'next'], ['wait', 'wait', { duration: 'P1D' }])
  const id = await draw(wend, file)
  const kept = async () => JSON.stringify((await ask(wend, 'GET', `/v1/journeys/${id}`)).json)
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-card="wait"]').click()
  const inspector = inspectorOf(page)
  const length = inspector.getByRole('spinbutton')
  const unit = inspector.getByRole('combobox', { name: /Unit$/ })
  for (const [typed, duration, shown] of [
    ['90m', 'PT90M', '90 minutes'],
    ['3 天', 'P3D', '3 days'],
    ['1 week', 'P1W', '1 weeks'],
    ['PT2H', 'PT2H', '2 hours'],
  ] as const) {
    await length.fill(typed)
    await length.blur()
    await expect
      .poll(async () => `${await length.inputValue()} ${await unit.locator('option:checked').innerText()}`)
      .toBe(shown)
    await expect.poll(kept).toContain(`"duration":"${duration}"`)
  }
  await unit.selectOption('days')
  await length.press('ArrowUp')
  await expect.poll(kept).toContain('"duration":"P3D"')

  await length.fill('a while')
  await inspector.getByText('Write a number and a unit, such as 2h, 90m or 3 days.').waitFor()
  const problems = page.getByRole('region', { name: 'Problems' })
  await expect.poll(() => problems.innerText()).toContain('1 to fix')
  // By the field's own words alone: nobody types PT30M there.
  expect(await inspector.getByText(/PT30M/).count()).toBe(0)
  await length.fill('1h30m')
  // What was understood stands beside it as it is typed.
  expect(await unit.locator('option:checked').innerText()).toBe('1 hour 30 minutes')
  await expect.poll(() => problems.innerText()).toContain('ready to publish')
  await expect.poll(kept).toContain('"duration":"PT1H30M"')

  // In the journey's settings too, where what is not understood is not even saved.
  await page.locator('.react-flow__pane').click({ position: { x: 8, y: 200 } })
  await inspector.getByRole('heading', { name: 'Journey settings' }).waitFor()
  const hold = inspector.getByRole('spinbutton', { name: /^Hold at most/ })
  await hold.fill('2h')
  await expect.poll(kept).toContain('"maxHold":"PT2H"')
  await hold.fill('soon')
  await expect.poll(() => problems.innerText()).toContain('1 to fix')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Not published: 1 to fix first').waitFor()
  expect(await kept()).toContain('"maxHold":"PT2H"')
  expect(faults).toEqual([])
})

test('a step is named apart from its branches, and its id says what it is for and is copied', async () => {
  const { page, faults } = await signIn(browser, wend)
  const branches = [{ id: 'a', name: 'VIP', when: { combinator: 'and', rules: [] } }]
  await page.goto(`${wend.url}/journeys/${await draw(wend, inARow(['vip', 'branch', { branches }]))}`)
  await page.locator('[data-card="vip"]').click()
  const inspector = inspectorOf(page)
  expect(await inspector.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('VIP')
  const name = inspector.getByRole('textbox', { name: 'Name of this step' })
  expect(await inspector.getByText('Id, for reports and the API').count()).toBe(1)
  await inspector.getByRole('button', { name: 'Copy the id' }).click()
  await page.getByText('Copied: vip').waitFor()
  await name.focus()
  await page.keyboard.press('Control+v')
  await expect.poll(() => name.inputValue()).toBe('vip')
  expect(faults).toEqual([])
})

test('an id is copied from a page over plain http too; where the browser refuses, it is selected and said what to press', async () => {
  const at = (url: string) => url.replace('localhost', elsewhere)
  const { page } = await signIn(browser, { ...wend, signInUrl: at(wend.signInUrl) })
  await page.goto(at(`${wend.url}/journeys/${await draw(wend, inARow(['rest', 'wait', { duration: 'PT1H' }]))}`))
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false)
  await page.locator('[data-card="rest"]').click()
  const inspector = inspectorOf(page)
  const copy = inspector.getByRole('button', { name: 'Copy the id' })
  const name = inspector.getByRole('textbox', { name: 'Name of this step' })
  const paste = async () => {
    await name.focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+v')
  }
  await copy.click()
  await page.getByText('Copied: rest').waitFor()
  await paste()
  await expect.poll(() => name.inputValue()).toBe('rest')
  await name.fill('wait')
  await name.press('Control+a')
  await name.press('Control+x')

  await page.evaluate(() => Object.assign(document, { execCommand: () => false }))
  await copy.click()
  await page.getByText('It is selected: press Ctrl+C').waitFor()
  await page.keyboard.press('Control+c')
  await paste()
  await expect.poll(() => name.inputValue()).toBe('rest')
})

test('a time of day tells its next five times in words, in the journey’s zone, and follows the weekdays', async () => {
  const { page, faults } = await signIn(browser, wend)
  const file = inARow(['in', 'entry-event', { event: 'begun' }, 'next'], ['until', 'wait-until', { time: '09:00' }])
  await page.goto(`${wend.url}/journeys/${await draw(wend, { ...file, settings: { timeZone: 'Asia/Shanghai' } })}`)
  await page.locator('[data-card="until"]').click()
  const inspector = inspectorOf(page)
  const times = inspector.locator('.next-times li')
  await inspector.getByText('Next in Asia/Shanghai:').waitFor()
  await expect.poll(() => times.count()).toBe(5)
  await inspector.getByRole('button', { name: 'Sat' }).click()
  await inspector.getByRole('button', { name: 'Sun' }).click()
  const told = async () =>
    (await times.allInnerTexts()).map((text) => /^(\w+), .* at (\d\d:\d\d)/.exec(text)?.slice(1).join(' '))
  await expect.poll(async () => [...new Set(await told())].sort()).toEqual(['Saturday 09:00', 'Sunday 09:00'])
  await expect.poll(() => times.count()).toBe(5)
  await inspector.getByLabel('Time of day').fill('18:30')
  await expect.poll(async () => (await told())[0]).toContain('18:30')
  // A date of each customer's own has no next time.
  await inspector.getByRole('combobox', { name: 'Customer’s date' }).fill('renewal')
  await expect.poll(() => times.count()).toBe(0)
  expect(faults).toEqual([])
})

test('the field that has the keyboard stays in view when something is said above it, and is left when one has scrolled away', async () => {
  const id = await draw(wend, branching())
  const { page } = await signIn(browser, wend, { viewport: { width: 1440, height: 420 } })
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-card="vip"]').click()
  const inspector = inspectorOf(page)
  const name = inspector.getByRole('textbox', { name: 'Name of this step' })
  await name.focus()
  expect(await unseenFocus(page)).toBeUndefined()
  // As much as a hint and a count take.
  const say = () =>
    inspector.locator('.inspector-name').evaluate((field) => {
      const said = document.createElement('p')
      said.style.flex = 'none'
      said.style.height = '80px'
      field.before(said)
    })
  for (let nth = 0; nth < 3; nth += 1) {
    await say()
    await expect.poll(() => unseenFocus(page)).toBeUndefined()
  }
  const painted = () =>
    page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  await inspector.evaluate((panel) => panel.scrollTo(0, 0))
  await painted()
  await say()
  await painted()
  expect(await inspector.evaluate((panel) => panel.scrollTop)).toBe(0)
})

test('what is said of a step and of no field of it is told once, and not in red where it keeps nothing from going live', async () => {
  const { page, faults } = await signIn(browser, wend)
  const drawn = inARow(['in', 'entry-event', { event: 'begun' }], ['alone', 'send-inbox', inbox])
  await page.goto(`${wend.url}/journeys/${await draw(wend, { ...drawn, edges: [] })}`)
  const badge = card(page, 'alone').locator('.card-problems')
  await expect.poll(() => badge.getAttribute('data-severity')).toBe('warning')
  await page.locator('[data-card="alone"]').click()
  const told = inspectorOf(page).getByText('No customer can come here.')
  await told.waitFor()
  await inspectorOf(page).locator('[data-form]').waitFor()
  expect(await told.count()).toBe(1)
  expect(await told.getAttribute('data-severity')).toBe('warning')
  expect(faults).toEqual([])
})
