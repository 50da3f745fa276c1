import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openColleague } from '../../api/src/start/test-wend.ts'
import { ask, did, draw, inARow, publish } from './by-api.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let colleague: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Together'), startBrowser()])
  colleague = await openColleague(wend, 'Mei Chen')
})
afterAll(async () => {
  await browser?.close()
})

const file = (event: string) => ({
  name: 'Drawn by two',
  ...inARow(
    ['in', 'entry-event', { event }],
    ['wait', 'wait', { duration: 'PT2H' }],
    ['note', 'send-inbox', { title: 'Hello', body: 'Hello', kind: 'message' }],
  ),
})
const card = (page: Page, id: string) => page.locator(`[data-node="${id}"]`)
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Settings of the selection' })

/** The same journey, open at both. */
async function both(event: string) {
  const id = await draw(wend, file(event))
  const [own, other] = await Promise.all([signIn(browser, wend), signIn(browser, colleague)])
  await Promise.all([own, other].map(({ page }) => page.goto(`${wend.url}/journeys/${id}`)))
  await Promise.all([own, other].map(({ page }) => page.locator('[data-card="note"]').waitFor()))
  return { id, own: own.page, other: other.page, faults: own.faults }
}

test('26: colleagues appear as initials in the bar and on the step they selected, and leave; none of it is in the journey', async () => {
  const { id, own, other, faults } = await both('met')
  const before = (await ask(wend, 'GET', `/v1/journeys/${id}`)).json
  const here = own.getByRole('list', { name: 'Also here' })
  await here.getByRole('img', { name: 'Mei Chen' }).waitFor()
  expect(await here.innerText()).toBe('MC')

  await other.locator('[data-card="wait"]').click()
  const onCard = card(own, 'wait').getByRole('img', { name: 'Mei Chen, at Wait' })
  await onCard.waitFor()
  await here.getByRole('img', { name: 'Mei Chen, at Wait' }).waitFor()
  await other.locator('[data-card="note"]').click()
  await card(own, 'note')
    .getByRole('img', { name: /Mei Chen/ })
    .waitFor()
  await expect.poll(() => onCard.count()).toBe(0)

  // Another tab of her own is told apart.
  const again = await own.context().newPage()
  await again.goto(`${wend.url}/journeys/${id}`)
  await here.getByRole('img', { name: 'You, in another tab' }).waitFor()
  await again.close()
  await other.goto(`${wend.url}/journeys`)
  await expect.poll(() => here.count(), { timeout: 40_000 }).toBe(0)
  expect((await ask(wend, 'GET', `/v1/journeys/${id}`)).json).toEqual(before)
  expect(faults).toEqual([])
})

test('32: steps carry threads that mention, are answered, resolved and counted, live for both, and outlive their step', async () => {
  const { id, own, other, faults } = await both('talked')
  await own.locator('[data-card="wait"]').click()
  await own.getByRole('tab', { name: /^Comments/ }).click()
  const composer = own.getByRole('textbox', { name: 'Write a comment. @ mentions a colleague.' })
  const script = '<img src=x onerror="window.ran = true">'
  await composer.pressSequentially('Is this too long, @me')
  await own.getByRole('option', { name: 'Mei Chen' }).waitFor()
  await own.keyboard.press('Enter')
  await composer.pressSequentially(`? ${script}`)
  await own.keyboard.press('Control+Enter')
  const said = own.locator('.comment-text').first()
  await expect.poll(() => said.innerText()).toBe(`Is this too long, @Mei Chen ? ${script}`)
  expect(await said.locator('mark').innerText()).toBe('@Mei Chen')
  expect((await ask(wend, 'GET', `/v1/journeys/${id}/comments`)).json.items[0].comments[0].mentions).toHaveLength(1)

  // At the colleague's: on the card, and where it leads.
  await card(other, 'wait').getByRole('button', { name: '1 open comment on Wait' }).click()
  await expect.poll(() => other.locator('.comment-text').first().innerText()).toContain(script)
  expect(await other.evaluate(() => 'ran' in window)).toBe(false)
  expect(await other.getByRole('button', { name: 'Take back' }).count()).toBe(0)
  await other.getByRole('textbox', { name: 'Reply' }).fill('Three hours, then.')
  await other.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => own.locator('.comment-text').count()).toBe(2)
  expect(await own.getByRole('tab', { name: /^Comments/ }).innerText()).toMatch(/1/)

  await own.getByRole('button', { name: 'Resolve' }).click()
  await expect.poll(() => card(other, 'wait').locator('.card-comments').count()).toBe(0)
  await own.getByRole('checkbox', { name: 'Show 1 resolved too' }).check()
  await own.getByText('Resolved by Operator').waitFor()
  await own.getByRole('button', { name: 'Open again' }).click()
  await card(other, 'wait').locator('.card-comments').waitFor()

  // The step goes; what was said stays, and says what it was about.
  await own.locator('[data-card="wait"]').click()
  await own.locator('[data-card="wait"]').press('Delete')
  await expect.poll(() => card(own, 'wait').count()).toBe(0)
  await own.locator('.react-flow__pane').click({ position: { x: 8, y: 200 } })
  await inspector(own).getByText('A step that is gone:').waitFor()
  // A new step by the same name is another one.
  await own.locator('[data-palette="wait"]').click()
  await own.locator('[data-node^="wait-"]').waitFor()
  expect(await own.locator('.card-comments').count()).toBe(0)
  expect(faults).toEqual([])
})

test('what could not be sent stays written, also while another step is looked at', async () => {
  const id = await draw(wend, file('kept'))
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-card="wait"]').click()
  await page.getByRole('tab', { name: /^Comments/ }).click()
  const composer = page.getByRole('textbox', { name: /^Write a comment/ })
  await page.route('**/comments', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await composer.fill('Not sent yet')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('The server was not reached.').first().waitFor()
  await page.locator('[data-card="note"]').click()
  await expect.poll(() => composer.inputValue()).toBe('')
  await page.locator('[data-card="wait"]').click()
  await expect.poll(() => composer.inputValue()).toBe('Not sent yet')
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => page.locator('.comment-text').innerText()).toBe('Not sent yet')
})

test('while a journey is live, a step has its numbers beside its settings', async () => {
  const id = await draw(wend, file('numbered'))
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-card="wait"]').click()
  await page.getByRole('tab', { name: 'Configure' }).waitFor()
  expect(await page.getByRole('tab', { name: 'Numbers' }).count()).toBe(0)
  await publish(wend, id)
  await did(wend, 'numbered', { ada: {}, bea: {} })
  await expect.poll(async () => (await ask(wend, 'GET', `/v1/journeys/${id}/counts`)).json.active).toBe(2)
  await page.reload()
  await page.locator('[data-card="wait"]').click()
  await page.getByRole('tab', { name: 'Configure' }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => page.locator('.step-numbers [data-number="here"]').innerText()).toBe('2')
})
