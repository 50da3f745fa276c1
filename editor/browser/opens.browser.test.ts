import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ask, did, draw, inARow, publish } from './by-api.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Opens'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

const number = (page: Page, node: string, name: string) => page.locator(`[data-node="${node}"] [data-number="${name}"]`)
const count = (page: Page, node: string, name: string) => number(page, node, name).getAttribute('data-count')
const listed = z.object({ items: z.array(z.object({ id: z.string() })) })
const opened = z.object({ html: z.string() })

/** The links of the mail that somebody got, as they stand in it. */
async function linksOf(email: string): Promise<{ click: string; image: string }> {
  const mails = async () => listed.parse((await ask(wend, 'GET', `/v1/outbox?recipient=${email}`)).json).items
  await expect.poll(async () => (await mails()).length).toBe(1)
  const [mail] = await mails()
  const { html } = opened.parse((await ask(wend, 'GET', `/v1/outbox/${encodeURIComponent(mail?.id ?? '')}`)).json)
  const path = (link: RegExpExecArray | null) => new URL(link?.[1]?.replaceAll('&amp;', '&') ?? '', wend.url).pathname
  return {
    click: wend.url + path(/<a href="([^"]+)">Your cart</.exec(html)),
    image: wend.url + path(/<img src="([^"]+)"/.exec(html)),
  }
}

const reminder = (event: string) => ({
  name: `Reminds of ${event}`,
  ...inARow(
    ['in', 'entry-event', { event }],
    [
      'mail',
      'send-email',
      { subject: 'Your cart', body: `<p><a href="${wend.url}/healthz?from=mail">Your cart</a></p>` },
    ],
    ['note', 'send-inbox', { title: 'Hello', body: 'Hello', kind: 'message' }],
    ['rest', 'wait', { duration: 'P3D' }],
  ),
})

test('29: cards of e-mails show how many were opened and clicked, and each number opens the customers behind it', async () => {
  const id = await draw(wend, reminder('left'))
  await publish(wend, id)
  await did(wend, 'left', { ada: { email: 'ada@example.com' }, bea: { email: 'bea@example.com' } })
  const { page, faults } = await signIn(browser, wend)

  // An operator who looks at the mail in the outbox is nobody's open.
  const { click, image } = await linksOf('ada@example.com')
  await page.goto(`${wend.url}/outbox?channel=email`)
  await page.getByRole('button', { name: /^ada/ }).click()
  await page.frameLocator('iframe.email').getByText('Your cart').waitFor()

  await page.goto(`${wend.url}/journeys/${id}/live`)
  await expect.poll(() => count(page, 'mail', 'delivered')).toBe('2')
  expect([await count(page, 'mail', 'opened'), await count(page, 'mail', 'clicked')]).toEqual(['0', '0'])
  expect(await number(page, 'note', 'opened').count()).toBe(0)

  const reader = await browser.newPage()
  await reader.setContent(`<img src="${image}">`)
  await expect.poll(() => count(page, 'mail', 'opened')).toBe('1')
  expect(await count(page, 'mail', 'clicked')).toBe('0')
  await reader.goto(click)
  expect(reader.url()).toBe(`${wend.url}/healthz?from=mail`)
  await expect.poll(() => count(page, 'mail', 'clicked')).toBe('1')
  await reader.goto((await linksOf('bea@example.com')).click)
  await reader.close()
  await expect.poll(() => count(page, 'mail', 'clicked')).toBe('2')
  expect(await count(page, 'mail', 'opened')).toBe('2')

  const behind = page.getByRole('complementary', { name: 'Customers behind the number' })
  for (const name of ['opened', 'clicked']) {
    await page.getByRole('button', { name: `Send e-mail: 2 ${name}` }).click()
    await behind.getByText(`Send e-mail: ${name}`).waitFor()
    await expect.poll(() => behind.locator('[data-customer]').count()).toBe(2)
  }
  await behind.getByRole('link', { name: /^ada/ }).click()
  const touch = page.locator('[data-kind="touch"]').filter({ hasText: 'E-mail' })
  await expect.poll(() => touch.innerText()).toMatch(/kept here.*opened .*clicked /s)

  await page.goto(`${wend.url}/outbox?channel=email`)
  await page.getByRole('button', { name: /^ada.*local outbox clicked$/ }).click()
  const facts = page.getByRole('article', { name: 'Your cart' })
  await facts.getByText('Opened', { exact: true }).waitFor()
  await facts.getByText('Clicked', { exact: true }).waitFor()

  const chinese = await signIn(browser, wend, { locale: 'zh-CN' })
  await chinese.page.goto(`${wend.url}/journeys/${id}/live`)
  await expect.poll(() => number(chinese.page, 'mail', 'opened').innerText()).toMatch(/2\s*已打开/)
  expect(faults).toEqual([])
})

test('a condition asks whether an e-mail was opened or clicked, and offers neither of what cannot tell', async () => {
  const { nodes, edges } = inARow(
    ['in', 'entry-event', { event: 'left' }],
    ['mail', 'send-email', { subject: 'Your cart', body: '<p>Hello</p>' }],
    ['note', 'send-inbox', { title: 'Hello', body: 'Hello', kind: 'message' }],
    [
      'ways',
      'branch',
      {
        branches: [
          {
            id: 'so',
            name: 'So',
            when: { combinator: 'and', rules: [{ field: 'touch.mail', operator: '=', value: 'delivered' }] },
          },
        ],
      },
    ],
  )
  const id = await draw(wend, { name: 'Asks', nodes, edges })
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}?node=ways`)
  const inspector = page.getByRole('complementary', { name: 'Settings of the selection' })
  const value = inspector.getByRole('combobox', { name: /: value$/ })
  await value.selectOption({ label: 'opened' })
  await expect.poll(() => page.locator('[data-save="saved"]').count()).toBe(1)
  const checked = z.object({ issues: z.array(z.unknown()) })
  expect(checked.parse((await ask(wend, 'POST', `/v1/journeys/${id}/check`)).json).issues).toEqual([])

  await inspector.getByRole('combobox', { name: /: name$/ }).selectOption({ label: 'Send to inbox' })
  await inspector.getByText('nobody learns this of such a touch').first().waitFor()
  expect(await value.locator('option', { hasText: 'clicked' }).count()).toBe(0)
})

test('whether opens and clicks are tracked is a setting: turned off, mails lead straight on', async () => {
  const { page, faults } = await signIn(browser, wend)
  await page.goto(`${wend.url}/settings`)
  const track = page.getByRole('checkbox', { name: 'Track opens and clicks' })
  await expect.poll(() => track.isChecked()).toBe(true)
  await track.press('Space')
  await page.getByRole('region', { name: 'Workspace' }).getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved. Journeys go by it within ten seconds.').waitFor()
  await page.reload()
  await expect.poll(() => track.isChecked()).toBe(false)
  expect((await ask(wend, 'GET', '/v1/workspace')).json).toMatchObject({ trackOpensAndClicks: false })
  expect(faults).toEqual([])
})
