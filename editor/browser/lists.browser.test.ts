import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
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

test('the outbox shows tests among all that was sent, each marked, and what was opened or clicked by its address', async () => {
  const id = await mailing('read')
  await did(wend, 'read', { u4: { email: 'dora@example.com' }, u5: { email: 'emma@example.com' } })
  const node = { id: 'mail', type: 'send-email', version: 1, config: { subject: 'Welcome', body: '<p>Welcome</p>' } }
  await ask(wend, 'POST', '/v1/messages/test', { node, journey: { id, name: 'Welcomes' }, to: 'me@example.com' })
  const mails = z.object({ items: z.array(z.object({ id: z.string() })) })
  const mailsOf = async () => mails.parse((await ask(wend, 'GET', '/v1/outbox?recipient=dora@example.com')).json).items
  await expect.poll(async () => (await mailsOf()).length).toBe(1)
  const { page, faults } = await signIn(browser, wend)
  await page.goto(`${wend.url}/outbox?journey=${id}`)
  const rows = page.locator('.touch-row')
  await expect.poll(() => rows.count()).toBe(3)
  const marked = rows.filter({ has: page.getByText('Test', { exact: true }) })
  expect(await marked.count()).toBe(1)
  await marked.click()
  await page.getByRole('article', { name: '[Test] Welcome' }).getByText('Test, sent by').waitFor()

  // Dora reads hers.
  const [mail] = await mailsOf()
  const { html } = z
    .object({ html: z.string() })
    .parse((await ask(wend, 'GET', `/v1/outbox/${encodeURIComponent(mail?.id ?? '')}`)).json)
  await fetch(wend.url + new URL(/<img src="([^"]+)"/.exec(html)?.[1] ?? '', wend.url).pathname)
  await page.getByRole('combobox', { name: 'State' }).selectOption({ label: 'opened' })
  await expect.poll(() => page.url()).toContain('state=opened')
  await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringMatching(/dora@example\.com.*opened/s)])
  await page.reload()
  await expect.poll(() => rows.count()).toBe(1)
  await page.getByRole('combobox', { name: 'State' }).selectOption({ label: 'clicked' })
  await page.getByRole('heading', { name: 'No such messages' }).waitFor()

  const chinese = await signIn(browser, wend, { locale: 'zh-CN' })
  await chinese.page.goto(`${wend.url}/outbox?journey=${id}`)
  await chinese.page.locator('.touch-row').getByText('测试', { exact: true }).waitFor()
  expect(faults).toEqual([])
})

test('a journey whose draft says something else than its version tells so in the list', async () => {
  const id = await mailing('left')
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys`)
  const row = page.locator(`tr[data-journey="${id}"]`)
  await row.getByText('Changes are not live yet').waitFor()
  await publish(wend, id)
  await expect.poll(() => row.getByText('Changes are not live yet').count(), { timeout: 10_000 }).toBe(0)
  // Where a card stands is no change.
  const { etag, json } = await ask(wend, 'GET', `/v1/journeys/${id}`)
  const [first, ...others] = json.draft.nodes
  const moved = { ...json.draft, nodes: [...others, { ...first, position: { x: 400, y: 8 } }] }
  await ask(wend, 'PUT', `/v1/journeys/${id}`, moved, etag)
  await page.reload()
  await row.waitFor()
  expect(await row.getByText('Changes are not live yet').count()).toBe(0)
})

test('a journey that was begun and left as it was is gone; one that another tab has open stays', async () => {
  const { page, faults } = await signIn(browser, wend)
  const begin = async () => {
    await page.goto(`${wend.url}/journeys`)
    await page.getByRole('button', { name: 'New journey' }).click()
    await page.waitForURL(/\/journeys\/[\da-f-]{36}$/)
    await page.getByRole('textbox', { name: 'Journey name' }).waitFor()
    return page.url().split('/').at(-1) ?? ''
  }
  const isThere = async (id: string) =>
    ask(wend, 'GET', `/v1/journeys/${id}`).then(
      () => true,
      () => false,
    )
  const back = () => page.getByRole('link', { name: 'Back to journeys' }).click()

  const left = await begin()
  await back()
  await expect.poll(() => isThere(left)).toBe(false)
  await expect.poll(() => page.locator(`tr[data-journey="${left}"]`).count()).toBe(0)

  const shared = await begin()
  const { page: other } = await signIn(browser, wend)
  const said = other.waitForResponse((answer) => answer.url().includes('/presence/') && answer.ok())
  await other.goto(`${wend.url}/journeys/${shared}`)
  await said
  const asked = page.waitForResponse((answer) => answer.url().includes('untouchedBut'))
  await back()
  expect((await asked).status()).toBe(409)
  expect(await isThere(shared)).toBe(true)
  await other.context().close()

  // A page behind this one in the same browser says nothing of itself until it is looked at: it is asked.
  const behind = await begin()
  const hidden = await page.context().newPage()
  await hidden.goto(`${wend.url}/journeys/${behind}`)
  await hidden.getByRole('textbox', { name: 'Journey name' }).waitFor()
  const removals: string[] = []
  page.on('request', (request) => request.method() === 'DELETE' && removals.push(request.url()))
  await back()
  await page.locator(`tr[data-journey="${behind}"]`).waitFor()
  await page.waitForResponse((answer) => /\/v1\/journeys(\?|$)/.test(answer.url()))
  expect(removals.filter((url) => url.includes('untouchedBut'))).toEqual([])
  expect(await isThere(behind)).toBe(true)
  await hidden.close()

  const named = await begin()
  await page.getByRole('textbox', { name: 'Journey name' }).fill('Mine')
  await back()
  await page.locator(`tr[data-journey="${named}"]`).waitFor()
  expect(await isThere(named)).toBe(true)
  // That it stays is answered so; and a page that says it has left may say it of a draft that is gone.
  expect(faults.filter((fault) => !/status of 40[49]/.test(fault))).toEqual([])
})

test('how long ago something was goes on while one looks at it', async () => {
  await did(wend, 'looked', { u9: {} })
  const { page } = await signIn(browser, wend)
  await page.clock.install()
  await page.goto(`${wend.url}/customers?search=u9`)
  const since = page.locator('[data-customer="u9"] time')
  await since.waitFor()
  // Nothing new is told, nor what time it really is.
  await page.route('**/v1/**', () => {})
  // As where a laptop was closed meanwhile: what was due is done once.
  await page.clock.fastForward(180_000)
  await expect.poll(() => since.innerText()).toMatch(/^[23] minutes ago$/)
})
