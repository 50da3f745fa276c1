import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, did, draw, inARow, publish } from './by-api.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser
let id: string

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Why not'), startBrowser()])
  const where = {
    combinator: 'and' as const,
    rules: [{ field: 'customer.level', operator: 'in', value: ['gold', 'black'] }],
  }
  id = await draw(wend, {
    name: 'Tea reminder',
    ...inARow(['in', 'entry-event', { event: 'tea_bought', where }], ['rest', 'wait', { duration: 'P1D' }]),
  })
  await publish(wend, id)
  await did(wend, 'tea_bought', { ada: { name: 'Ada Lovelace', level: 'tin' } })
  await did(wend, 'Tea Bought', { bea: { name: 'Bea' } })
})
afterAll(async () => {
  await browser?.close()
})

const panel = (page: Page) => page.getByRole('complementary', { name: 'Why somebody did not enter' })
const why = (page: Page) => page.locator('[data-why]').getAttribute('data-why')
/** Types into the search of customers and takes the first that is offered. */
async function name(page: Page, typed: string, offered: string | RegExp) {
  const customer = panel(page).getByRole('combobox', { name: 'Customer' })
  await customer.click()
  await page.keyboard.type(typed)
  await page.locator('.ant-select-item-option').filter({ hasText: offered }).click()
}

test('an operator names a customer on Live, is told in words why she did not enter, and sees it change as she does', async () => {
  const { page, faults } = await signIn(browser, wend)
  const written: string[] = []
  page.on('request', (request) => request.method() !== 'GET' && written.push(request.url()))
  await page.goto(`${wend.url}/journeys/${id}/live`)
  await page
    .getByRole('region', { name: 'Numbers of this journey' })
    .getByRole('button', { name: 'Somebody missing?' })
    .click()
  await expect
    .poll(() =>
      panel(page)
        .getByRole('combobox', { name: 'Customer' })
        .evaluate((field) => field === document.activeElement),
    )
    .toBe(true)

  // By her name: the rule, and what was found.
  await name(page, 'lovel', 'Ada Lovelace')
  await panel(page).getByRole('heading', { name: 'The conditions of the entry did not hold' }).waitFor()
  await panel(page).getByText('Customer · level is one of gold, black').waitFor()
  await panel(page).getByText('found: tin').waitFor()
  await panel(page).getByText('Attributes are those of today').waitFor()

  // A name that is nearly that of the event.
  await name(page, 'be', 'Bea')
  await panel(page).getByRole('heading', { name: 'She never sent tea_bought' }).waitFor()
  await panel(page).getByText('She did send “Tea Bought”').waitFor()

  // An id that nobody has may be asked about, too.
  await name(page, 'nobody-at-all', 'Ask about “nobody-at-all”')
  await panel(page).getByRole('heading', { name: 'Nobody is known by “nobody-at-all”' }).waitFor()

  // She sends it once more, and is in.
  await name(page, 'ada', 'Ada Lovelace')
  await expect.poll(() => why(page)).toBe('rule')
  await did(wend, 'tea_bought', { ada: { level: 'gold' } })
  await panel(page).getByRole('heading', { name: 'She is in it now' }).waitFor()
  await panel(page).getByText('Wait', { exact: true }).waitFor()

  // Who is behind a number takes its place.
  await page.locator('[data-total="entered"]').click()
  await page.getByRole('complementary', { name: 'Customers behind the number' }).waitFor()
  expect(await panel(page).count()).toBe(0)
  expect(written.filter((url) => !url.includes('/presence/'))).toEqual([])
  expect(faults).toEqual([])
})

test('a paused journey is told to be, and the page of a customer leads to why she is not in one', async () => {
  await ask(wend, 'POST', `/v1/journeys/${id}/pause`, { mode: 'hold' })
  await did(wend, 'tea_bought', { cleo: { level: 'gold' } })
  const { page, faults } = await signIn(browser, wend)
  await page.goto(`${wend.url}/customers/cleo`)
  await page.getByText('Missing from a journey?').click()
  await page.getByRole('link', { name: 'Tea reminder' }).click()
  await panel(page).getByRole('heading', { name: 'It came while this journey was paused' }).waitFor()
  await panel(page).getByText('The journey is paused now: nobody enters until it is resumed.').waitFor()
  await ask(wend, 'POST', `/v1/journeys/${id}/resume`)
  await expect.poll(() => panel(page).getByText('The journey is paused now').count()).toBe(0)
  await panel(page).getByRole('heading', { name: 'It came while this journey was paused' }).waitFor()
  await panel(page).getByRole('link', { name: 'Everything she did' }).click()
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
  expect(faults).toEqual([])
})

test('中文说明用户未进入的原因，没有英文', async () => {
  const { page, faults } = await signIn(browser, wend, { locale: 'zh-CN' })
  await page.goto(`${wend.url}/journeys/${id}/live?why=bea`)
  const told = page.getByRole('complementary', { name: '用户为何没有进入' })
  await told.getByRole('heading', { name: '该用户从未触发 tea_bought' }).waitFor()
  await told.getByText('该用户触发过“Tea Bought”').waitFor()
  const words = (await told.innerText()).replaceAll(/tea_bought|Tea Bought|bea · Bea/g, '').match(/[A-Za-z]{3,}/g)
  expect(words).toBeNull()
  expect(faults).toEqual([])
})
