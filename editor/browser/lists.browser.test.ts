import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, did, draw, inARow, publish } from './by-api.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Lists'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

/** A journey whose e-mail bears a name of its own; the draft calls it otherwise since. */
async function mailing(event: string): Promise<string> {
  const { nodes, edges } = inARow(
    ['in', 'entry-event', { event }],
    ['mail', 'send-email', { subject: 'Welcome', body: '<p>Welcome</p>' }],
    ['rest', 'wait', { duration: 'P3D' }],
  )
  const named = (name: string) => nodes.map((node) => (node.id === 'mail' ? { ...node, name } : node))
  const file = { name: `Welcomes ${event}`, edges, settings: {} }
  const id = await draw(wend, { ...file, nodes: named('First hello') })
  await publish(wend, id)
  const { etag } = await ask(wend, 'GET', `/v1/journeys/${id}`)
  await ask(wend, 'PUT', `/v1/journeys/${id}`, { ...file, nodes: named('Second hello') }, etag)
  return id
}

test('the customers behind a number say why they were held back, by name, in both languages', async () => {
  const id = await mailing('joined')
  await did(wend, 'joined', { u1: { name: 'Ada Lovelace' }, u2: { email: 'bea@example.com' } })
  const { page, faults } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}/live`)
  const blocked = page.locator('[data-node="mail"] [data-number="blocked"]')
  await expect.poll(() => blocked.getAttribute('data-count')).toBe('1')
  await blocked.click()
  const row = page.locator('.behind-row[data-customer="u1"]')
  await expect.poll(() => row.innerText()).toContain('blocked: no e-mail address is known')
  expect(await row.innerText()).toContain('Ada Lovelace u1')
  expect(await page.locator('.behind-row').count()).toBe(1)

  const chinese = await signIn(browser, wend, { locale: 'zh-CN' })
  await chinese.page.goto(`${wend.url}/journeys/${id}/live`)
  await chinese.page.locator('[data-node="mail"] [data-number="blocked"]').click()
  await expect.poll(() => chinese.page.locator('.behind-row').innerText()).toContain('被拦截：没有邮箱地址')
  expect(faults).toEqual([])
})

test('steps are called as in the version that a customer is on; mail that the local outbox caught says so', async () => {
  await mailing('came')
  await did(wend, 'came', { u3: { name: 'Cleo', email: 'cleo@example.com' } })
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/outbox?customer=u3`)
  const row = page.locator('.touch-row')
  await expect.poll(() => row.innerText()).toContain('kept here: the local outbox')
  expect(await row.innerText()).toContain('Cleo u3')
  await row.click()
  const facts = page.locator('.touch-facts')
  await expect.poll(() => facts.innerText()).toContain('Welcomes came · First hello')

  await page.goto(`${wend.url}/customers/u3`)
  await page.getByRole('heading', { name: 'Cleo u3' }).waitFor()
  const touch = page.locator('[data-kind="touch"]')
  await expect.poll(() => touch.innerText()).toContain('First hello')
  expect(await touch.innerText()).toContain('kept here: the local outbox')
})
