import { connect } from '@wend/engine/storage/database'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, did, draw, inARow, publish } from './by-api.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser
let pool: ReturnType<typeof connect>

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Versions'), startBrowser()])
  pool = connect(wend.databaseUrl, { max: 1, name: 'wend test' })
})
afterAll(async () => {
  await Promise.all([browser?.close(), pool?.end()])
})

const first = {
  name: 'Over time',
  ...inARow(
    ['in', 'entry-event', { event: 'begun' }],
    ['rest', 'wait', { duration: 'PT2H' }],
    ['note', 'send-inbox', { title: 'Hello', body: 'Hello', kind: 'message' }],
  ),
}
const second = {
  name: 'Over time',
  nodes: [
    { id: 'in', type: 'entry-event', version: 1, position: { x: 400, y: 0 }, config: { event: 'begun' } },
    { id: 'rest', type: 'wait', version: 1, position: { x: 400, y: 160 }, config: { duration: 'P1D' } },
    { id: 'bye', type: 'exit', version: 1, position: { x: 400, y: 320 }, config: {} },
  ],
  edges: [
    { from: 'in', outlet: 'next', to: 'rest' },
    { from: 'rest', outlet: 'next', to: 'bye' },
  ],
  settings: {},
}

/** A journey of two versions, with somebody inside the first. */
async function published(event: string): Promise<string> {
  const named = ({ nodes, ...file }: typeof second) => ({
    ...file,
    nodes: nodes.map((node) => (node.id === 'in' ? { ...node, config: { event } } : node)),
  })
  const id = await draw(wend, named({ settings: {}, ...first }))
  await publish(wend, id)
  await did(wend, event, { ada: {} })
  await expect.poll(async () => (await ask(wend, 'GET', `/v1/journeys/${id}/counts`)).json.active).toBe(1)
  const { etag } = await ask(wend, 'GET', `/v1/journeys/${id}`)
  await ask(wend, 'PUT', `/v1/journeys/${id}`, named(second), etag)
  await publish(wend, id)
  return id
}

const history = (page: Page) => page.getByRole('complementary', { name: 'History' })
const graphOf = async (id: string) => {
  const { nodes, edges } = (await ask(wend, 'GET', `/v1/journeys/${id}`)).json.draft
  return { nodes, edges }
}

test('31: comparing marks what was added, removed and changed by a sign, lists the fields, and ignores moved cards', async () => {
  const id = await published('compared')
  const { page, faults } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.getByRole('button', { name: 'History' }).click()
  const version = history(page).locator('[data-version="1"]')
  await expect.poll(() => version.innerText()).toContain('1 inside')
  expect(await version.innerText()).toMatch(/API key …|Operator/)
  expect(await version.locator('time').getAttribute('title')).toMatch(/\d{4}/)
  expect(await history(page).locator('[data-version="2"]').innerText()).toContain('Customers enter this one')

  await page.getByRole('button', { name: 'Compare Version 1 with the draft' }).click()
  const card = (node: string) => page.locator(`.compare-canvas [data-node="${node}"]`)
  await expect.poll(() => card('note').innerText()).toMatch(/−\s*Removed/)
  expect(await card('bye').innerText()).toMatch(/\+\s*Added/)
  expect(await card('rest').innerText()).toMatch(/~\s*Changed/)
  // Moved, and nothing else.
  expect(await card('in').getAttribute('data-mark')).toBe(null)
  expect(await history(page).locator('[data-change="in"]').count()).toBe(0)
  const changed = history(page).locator('[data-change="rest"]')
  await expect.poll(() => changed.innerText()).toMatch(/2 hours[\s\S]*1 day/)
  expect(await page.locator('.compared-sign[data-sign="removed"]').count()).toBe(1)
  expect(await page.locator('.compared-sign[data-sign="added"]').count()).toBe(1)
  // What the sum counts is what stands below it: steps and lines.
  const sum = history(page).locator('.comparison-sum')
  expect(await sum.innerText()).toMatch(/Added 2[\s\S]*Removed 2[\s\S]*Changed 1/)

  // Any two: the versions the other way round.
  await history(page).getByLabel('Before').selectOption({ label: 'Version 2' })
  await history(page).getByLabel('After').selectOption({ label: 'Version 1' })
  await expect.poll(() => card('note').innerText()).toMatch(/\+\s*Added/)
  expect(await card('bye').innerText()).toMatch(/−\s*Removed/)
  await history(page).getByLabel('After').selectOption({ label: 'Version 2' })
  await page.getByText('Nothing differs but where cards stand.').waitFor()

  // It was only looked at.
  await page.keyboard.press('Control+z')
  await page.getByRole('button', { name: 'All versions' }).click()
  await page.locator('[data-card="bye"]').waitFor()
  await page.getByRole('button', { name: 'Nothing to undo' }).waitFor()
  expect(faults).toEqual([])
})

test('31: restoring a version makes a draft that one undo takes back, and both are saved', async () => {
  const id = await published('restored')
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}`)
  const before = await graphOf(id)
  await page.getByRole('button', { name: 'History' }).click()
  await page.getByRole('button', { name: 'Restore Version 1 as the draft' }).click()
  await page.locator('[data-card="note"]').waitFor()
  await expect
    .poll(async () => (await graphOf(id)).nodes.map((node: { id: string }) => node.id))
    .toEqual(['in', 'rest', 'note'])
  await page.getByRole('button', { name: 'Undo: restore a version' }).click()
  await page.locator('[data-card="bye"]').waitFor()
  await expect.poll(() => graphOf(id)).toEqual(before)
  // What customers run did not change.
  expect((await ask(wend, 'GET', `/v1/journeys/${id}`)).json.liveVersion).toBe(2)
})

test('在中文界面里，没有发布过的旅程也说明历史版本有什么用', async () => {
  const id = await draw(wend, first)
  const { page } = await signIn(browser, wend, { locale: 'zh-CN' })
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.getByRole('button', { name: '历史版本' }).click()
  await page.getByText('还没有发布过').waitFor()
})

test('of a live journey that was changed it is said that the changes are not live yet, until they are taken back', async () => {
  const id = await published('said')
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-card="rest"]').waitFor()
  const said = page.getByText('Changes are not live yet')
  const problems = page.getByRole('region', { name: 'Problems' })
  await expect.poll(() => problems.innerText()).toContain('Live, nothing to publish')
  expect(await said.count()).toBe(0)
  await page.locator('[data-card="rest"]').focus()
  await page.keyboard.press('Delete')
  await expect.poll(() => problems.innerText()).toContain('ready to publish')
  await said.click()
  // What is different is one press away, and so is the way back.
  await expect.poll(() => page.locator('.compare-canvas [data-node="rest"]').innerText()).toMatch(/Removed/)
  await page.getByRole('button', { name: 'All versions' }).click()
  await page.locator('[data-card="in"]').focus()
  await page.keyboard.press('Control+z')
  await expect.poll(() => said.count()).toBe(0)
  await expect.poll(() => problems.innerText()).toContain('nothing to publish')
  // Who publishes all the same is told what that does.
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByRole('dialog').getByText('What is drawn is what customers go by already').waitFor()

  // One that is stopped takes customers again by being published.
  await ask(wend, 'POST', `/v1/journeys/${id}/stop`)
  await page.reload()
  await expect.poll(() => problems.innerText()).toContain('ready to publish')
})

test('Live tells who is inside which version, however many there are since, and says where there are more', async () => {
  const id = await published('often')
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}/live`)
  const said = page.getByText('numbers of versions')
  await expect.poll(() => said.innerText()).toMatch(/versions 1–2 · Version 1: 1 inside$/)
  await pool.query(
    `INSERT INTO version (workspace, journey, number, plan, graph, published_at, published_by)
     SELECT workspace, journey, nth, plan, graph, published_at, published_by
       FROM version, generate_series(3, 120) AS nth WHERE journey = $1 AND number = 2`,
    [id],
  )
  await pool.query('UPDATE journey SET live_version = 120 WHERE id = $1', [id])
  await page.reload()
  await expect.poll(() => said.innerText()).toMatch(/versions 1–120 · Version 1: 1 inside$/)

  const others = ['bea', 'cleo', 'dora', 'emma']
  await did(wend, 'often', Object.fromEntries(others.map((name) => [name, {}])))
  await expect.poll(async () => (await ask(wend, 'GET', `/v1/journeys/${id}/counts`)).json.active).toBe(5)
  await pool.query(
    `UPDATE enrollment SET version = 116 + nth FROM (
       SELECT id, row_number() OVER (ORDER BY id) AS nth FROM enrollment WHERE journey = $1 AND version <> 1) AS one
      WHERE enrollment.id = one.id`,
    [id],
  )
  await page.reload()
  await expect
    .poll(() => said.innerText())
    .toMatch(/Version 120: 1 inside, Version 119: 1 inside, .*Version 117: 1 inside, more inside earlier ones$/)
})
