import { connect } from '@wend/engine/storage/database'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { did, draw, inARow, publish } from './by-api.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser
let pool: ReturnType<typeof connect>
let id: string

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
const total = (page: Page, name: string) => page.locator(`[data-total="${name}"]`).getAttribute('data-count')
const passed = (page: Page) => page.locator('[data-node="in"] [data-number="passed"]').getAttribute('data-count')
const behind = (page: Page) =>
  page.locator('[data-customer]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-customer')))

/** Resolves once everything is rolled up, so many having passed the entry. */
const counted = (n: number) =>
  vi.waitFor(
    async () => {
      const { rows } = await pool.query<{ open: number; passed: number }>(
        `SELECT (SELECT count(*) FROM count_delta WHERE journey = $1)::int AS open,
                (SELECT sum(n) FROM count_total WHERE journey = $1 AND name = 'passed:in')::int AS passed`,
        [id],
      )
      expect(rows).toEqual([{ open: 0, passed: n }])
    },
    { timeout: 20_000, interval: 100 },
  )

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Period'), startBrowser()])
  pool = connect(wend.databaseUrl, { max: 1, name: 'wend test' })
  id = await draw(wend, {
    name: 'Regulars',
    ...inARow(['in', 'entry-event', { event: 'tea_drunk' }], ['rest', 'wait', { duration: 'P30D' }]),
  })
  await publish(wend, id)
  await did(wend, 'tea_drunk', { ada: {} })
  await counted(1)
  // What happened until now has happened nine days ago.
  for (const statement of [
    'UPDATE count_day SET day = day - 9 WHERE journey = $1',
    "UPDATE enrollment SET entered_at = entered_at - interval '9 days' WHERE journey = $1",
    "UPDATE visit SET left_at = left_at - interval '9 days' WHERE journey = $1",
  ])
    await pool.query(statement, [id])
  await did(wend, 'tea_drunk', { bea: {}, cleo: {} })
  await counted(3)
})
afterAll(async () => {
  await Promise.all([browser?.close(), pool?.end()])
})

test('29: Live shows the numbers of a period, chosen by keys and kept in the address; a number opens the customers of those days; who is here is told of now', async () => {
  const { page, faults } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}/live`)
  await page.getByText('Moves by itself').waitFor()
  await expect.poll(() => total(page, 'entered')).toBe('3')

  const period = page.getByRole('combobox', { name: 'Period' })
  await period.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.waitForURL(/\?period=7d$/)
  await expect.poll(() => total(page, 'entered')).toBe('2')
  expect([await total(page, 'active'), await passed(page)]).toEqual(['3', '2'])
  await page.getByText('“Inside now” and “here” are always of this moment').waitFor()
  await page.locator('[data-total="entered"]').click()
  await expect.poll(async () => (await behind(page)).toSorted()).toEqual(['bea', 'cleo'])
  await page.locator('[data-node="in"] [data-number="passed"]').click()
  await page.getByText('Enter by event: passed').waitFor()
  await expect.poll(async () => (await behind(page)).toSorted()).toEqual(['bea', 'cleo'])
  await page.locator('[data-total="active"]').click()
  await expect.poll(async () => (await behind(page)).length).toBe(3)

  // Numbers of days that include this one go on.
  await did(wend, 'tea_drunk', { dan: {} })
  await expect.poll(() => total(page, 'entered')).toBe('3')

  // Two days, by their fields.
  await period.selectOption('days')
  await page.getByLabel('First day').fill(daysAgo(12))
  await page.getByLabel('Last day').fill(daysAgo(8))
  await expect.poll(() => page.url()).toContain(`from=${daysAgo(12)}&to=${daysAgo(8)}`)
  await expect.poll(() => total(page, 'entered')).toBe('1')
  await page.locator('[data-outlet-count="in:next"]').click()
  await expect.poll(() => behind(page)).toEqual(['ada'])
  await page.reload()
  await expect.poll(() => total(page, 'entered')).toBe('1')

  // What is no period is said, and asks for nothing.
  await page.getByLabel('Last day').fill(daysAgo(13))
  await page.getByRole('alert').getByText('The last day must not lie before the first').waitFor()
  expect(page.url()).toContain(`to=${daysAgo(8)}`)
  await page.getByLabel('First day').fill(daysAgo(20))
  await expect.poll(() => page.getByRole('alert').count()).toBe(0)
  await page.getByText('Nothing happened in these days').waitFor()
  expect([await total(page, 'entered'), await total(page, 'active')]).toEqual(['0', '4'])

  await period.selectOption('all')
  await page.getByText('Moves by itself').waitFor()
  await expect.poll(() => total(page, 'entered')).toBe('4')
  expect(new URL(page.url()).search).toBe('')
  expect(faults).toEqual([])
})

test('旅程列表的 7 天数字打开这 7 天的用户，时段以文字说明', async () => {
  const { page, faults } = await signIn(browser, wend, { locale: 'zh-CN' })
  await page.goto(`${wend.url}/journeys`)
  await page
    .getByRole('row', { name: /Regulars/ })
    .getByRole('link', { name: /进入.*[23]$/ })
    .first()
    .click()
  await page.waitForURL(/period=7d&show=entered/)
  await expect.poll(async () => (await behind(page)).toSorted()).toEqual(expect.arrayContaining(['bea', 'cleo']))
  expect(await behind(page)).not.toContain('ada')
  expect(await page.getByRole('combobox', { name: '统计时段' }).inputValue()).toBe('7d')
  await page
    .locator('.totals')
    .getByText(/^\d{4}\/\d+\/\d+\s–\s.*（UTC）$/)
    .waitFor()
  await page.getByText('“进行中”与“在此”始终为此刻的人数').waitFor()
  expect(faults).toEqual([])
})
