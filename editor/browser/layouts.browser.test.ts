import { Analytics } from '@segment/analytics-node'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openWend, signIn, startBrowser } from './wend.ts'

declare global {
  interface Window {
    axe: typeof axe
  }
}

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Layouts'), startBrowser()])
  const analytics = new Analytics({ writeKey: wend.writeKey, host: wend.url, flushAt: 1 })
  analytics.identify({ userId: 'ada', traits: { name: 'Ada', email: 'ada@example.com' } })
  await analytics.flush()
  analytics.track({ userId: 'ada', event: 'add_to_cart', properties: { product: 'Kettle' } })
  await analytics.closeAndFlush()
})
afterAll(async () => {
  await browser?.close()
})

const call = async (method: string, path: string, body?: object): Promise<unknown> => {
  const headers = { Authorization: `Bearer ${wend.apiKey}`, 'Content-Type': 'application/json' }
  const answer = await fetch(wend.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return answer.json()
}

const kept = z.object({
  draft: z.object({ nodes: z.array(z.object({ config: z.looseObject({ body: z.string().optional() }) })) }),
})

/** Opens a draft with an e-mail, selected, and says how what was kept of it is read. */
async function openMail(page: Page, body: string, subject = '') {
  const position = { x: 0, y: 0 }
  const nodes = [
    { id: 'in', type: 'entry-event', version: 1, position, config: { event: 'add_to_cart' } },
    { id: 'mail', type: 'send-email', version: 1, position: { x: 0, y: 160 }, config: { subject, body } },
  ]
  const file = { name: 'Mail', nodes, edges: [{ from: 'in', outlet: 'next', to: 'mail' }], settings: {} }
  const { id } = z.object({ id: z.string() }).parse(await call('POST', '/v1/journeys', file))
  await page.goto(`${wend.url}/journeys/${id}?node=mail`)
  return async () => kept.parse(await call('GET', `/v1/journeys/${id}`)).draft.nodes[1]?.config
}

const wrong = async (page: Page) => {
  await page.evaluate(axe.source)
  const found = await page.evaluate(() => window.axe.run(document, { iframes: false }))
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

test('an empty e-mail is started from a layout, its words, links and pictures are changed without a tag, and it is what is sent', async () => {
  const { page, faults } = await signIn(browser, wend)
  const config = await openMail(page, '')
  const inspector = page.getByRole('complementary', { name: 'Settings of the selection' })
  await inspector.getByRole('button', { name: 'Start from a layout' }).click()
  const layouts = page.getByRole('dialog', { name: 'Start from a layout' })
  // Each is drawn by what sends, with the values of a customer who is there.
  const picture = layouts.locator('[data-layout="cart"]').frameLocator('iframe')
  await picture.getByText('Kettle').waitFor()
  await expect.poll(() => layouts.locator('[data-layout] iframe').count()).toBe(6)
  expect(await wrong(page)).toEqual([])
  await layouts.getByRole('button', { name: 'Start with Cart reminder' }).click()
  await expect.poll(() => layouts.count()).toBe(0)

  await inspector.getByRole('textbox', { name: 'Heading', exact: true }).waitFor()
  expect(await inspector.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('You left something behind')
  await page.getByRole('button', { name: 'Write, preview and test' }).click()
  const dialog = page.getByRole('dialog', { name: /write, preview and test/ })
  await dialog.getByRole('textbox', { name: 'Heading', exact: true }).fill('Tea & <more> for {{ customer.name }} ')
  await dialog.getByText('No address yet').waitFor()
  await dialog.getByRole('textbox', { name: 'Button link' }).fill('https://shop.example/?a=1&b="2"')
  await dialog.getByRole('textbox', { name: 'Picture address' }).fill('https://shop.example/kettle.png')
  await dialog.getByRole('textbox', { name: 'Picture in words' }).fill('A "red" kettle')
  const shown = dialog.getByRole('region', { name: 'Preview' }).frameLocator('iframe')
  await expect.poll(() => shown.getByRole('heading').innerText()).toBe('Tea & <more> for Ada')
  const link = shown.getByRole('link', { name: 'Back to my basket' })
  await expect.poll(() => link.getAttribute('href')).toBe('https://shop.example/?a=1&b="2"')
  await expect.poll(() => shown.getByRole('img').getAttribute('alt')).toBe('A "red" kettle')
  expect(await wrong(page)).toEqual([])

  // On a phone nothing of it runs out of the screen.
  await dialog.getByRole('button', { name: 'On a phone' }).click()
  const sizes = () => shown.locator('html').evaluate(({ clientWidth, scrollWidth }) => [clientWidth, scrollWidth])
  await expect.poll(async () => (await sizes())[0]).toBeLessThanOrEqual(375)
  const [clientWidth, scrollWidth] = await sizes()
  expect(scrollWidth).toBe(clientWidth)

  await page.locator('[data-save="saved"]').waitFor()
  await expect.poll(async () => (await config())?.body).toContain('Tea &amp; &lt;more&gt; for {{ customer.name }}')
  // An image that is not there to be had is no fault of the page.
  expect(faults.filter((fault) => !fault.includes('ERR_'))).toEqual([])
})

test('one text is one step of undo, and the layout another, which brings back what was there', async () => {
  const { page } = await signIn(browser, wend)
  const body = '<p>Hello <b>you</b></p><a href="https://s.example">Shop</a>'
  const config = await openMail(page, body, 'Mine')
  const inspector = page.getByRole('complementary', { name: 'Settings of the selection' })
  const first = inspector.getByRole('textbox', { name: 'Text 1' })
  await first.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('Good day, ')
  expect(await first.inputValue()).toBe('Good day, ')
  await page.keyboard.press('Tab')
  await expect.poll(async () => (await config())?.body).toBe(body.replace('Hello', 'Good day, '))
  await inspector.getByRole('button', { name: 'Start from a layout' }).click()
  const layouts = page.getByRole('dialog', { name: 'Start from a layout' })
  await layouts.getByText('Undo brings it back').waitFor()
  await layouts.getByRole('button', { name: 'Start with Plain letter' }).click()
  await expect.poll(async () => (await config())?.body).toContain('<mjml')
  expect((await config())?.subject).toBe('Mine')
  const undo = page.getByRole('button', { name: /^Undo/ })
  await undo.click()
  await expect.poll(() => first.inputValue()).toBe('Good day,')
  await undo.click()
  await expect.poll(() => first.inputValue()).toBe('Hello')
})

test('layouts speak Chinese to whom the editor does, and a body that cannot be read stays code', async () => {
  const { page } = await signIn(browser, wend, { locale: 'zh-CN' })
  await openMail(page, '<p>a <b')
  await page.locator('.cm-content').waitFor()
  await page.getByRole('button', { name: '使用版式' }).click()
  const layouts = page.getByRole('dialog', { name: '选择邮件版式' })
  await layouts.locator('[data-layout="question"]').frameLocator('iframe').getByText('非常满意').waitFor()
  await layouts.getByRole('button', { name: '使用“满意度调查”' }).click()
  await expect
    .poll(() => page.getByRole('textbox', { name: '标题', exact: true }).inputValue())
    .toBe('您对这次体验满意吗？')
  await page.getByRole('textbox', { name: '按钮链接 3' }).waitFor()
})
