import { connect } from '@wend/engine/storage/database'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, did, draw, inARow, publish } from './by-api.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser
let pool: ReturnType<typeof connect>

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Live'), startBrowser()])
  pool = connect(wend.databaseUrl, { max: 2, name: 'wend test' })
})
afterAll(async () => {
  await Promise.all([browser?.close(), pool?.end()])
})

const greeting = (event: string) => ({
  name: `Greets ${event}`,
  ...inARow(
    ['in', 'entry-event', { event }],
    [
      'gold',
      'branch',
      {
        branches: [
          {
            id: 'gold',
            name: 'Gold',
            when: { combinator: 'and', rules: [{ field: 'customer.level', operator: '=', value: 'gold' }] },
          },
        ],
      },
      'gold',
    ],
    ['note', 'send-inbox', { title: 'Hello', body: 'Hello', kind: 'message' }],
    ['rest', 'wait', { duration: 'P3D' }],
  ),
})
const number = (page: Page, node: string, name: string) => page.locator(`[data-node="${node}"] [data-number="${name}"]`)
const count = (page: Page, node: string, name: string) => number(page, node, name).getAttribute('data-count')
/** Adds to a journey's counts what many customers would. */
const add = (journey: string, delta: Record<string, number>) =>
  pool.query(
    `INSERT INTO count_delta (workspace, journey, epoch, delta) SELECT workspace, id, epoch, $2 FROM journey WHERE id = $1`,
    [journey, JSON.stringify(delta)],
  )

test('29: cards show who is here, passed and failed, touches what arrived, edges their count and volume; nothing changes the journey', async () => {
  const id = await draw(wend, greeting('greeted'))
  await publish(wend, id)
  const before = (await ask(wend, 'GET', `/v1/journeys/${id}`)).json
  const { page, faults } = await signIn(browser, wend)
  const written: string[] = []
  page.on('request', (request) => request.method() !== 'GET' && written.push(`${request.method()} ${request.url()}`))
  await page.goto(`${wend.url}/journeys/${id}/live`)
  await page.getByText('Moves by itself').waitFor()
  await did(wend, 'greeted', { ada: { level: 'gold' }, bea: { level: 'gold' }, cleo: { level: 'tin' } })

  await expect.poll(() => count(page, 'rest', 'here')).toBe('2')
  await expect.poll(() => count(page, 'in', 'passed')).toBe('3')
  await expect.poll(() => count(page, 'note', 'delivered')).toBe('2')
  expect(await number(page, 'rest', 'delivered').count()).toBe(0)
  const edge = (name: string) => page.locator(`[data-outlet-count="${name}"]`)
  await expect.poll(() => edge('gold:gold').innerText()).toBe('2')
  await expect.poll(() => edge('gold:else').innerText()).toBe('1')
  const width = (name: string) =>
    page
      .locator(`.react-flow__edge[data-id="${name}"] path.edge`)
      .evaluate((path) => getComputedStyle(path).strokeWidth)
  expect(Number.parseFloat(await width('in:next'))).toBeGreaterThan(Number.parseFloat(await width('gold:gold')))

  // Large numbers are short, and exact where one looks.
  await add(id, { 'passed:in': 12_397, 'out:in:next': 12_397, entered: 12_397 })
  await expect.poll(() => number(page, 'in', 'passed').innerText()).toContain('12.4k')
  expect(await number(page, 'in', 'passed').getAttribute('title')).toContain('12,400')
  await expect.poll(() => page.locator('[data-total="entered"]').innerText()).toContain('12.4k')

  // Neither keys nor the mouse change anything.
  await page.locator('[data-card="note"]').click()
  for (const key of ['Delete', 'Backspace', 'Control+d', 'Control+x', 'Control+z', 'a']) await page.keyboard.press(key)
  await page.locator('[data-card="rest"]').dragTo(page.locator('[data-card="in"]'))
  const outlet = await page.locator('[data-node="note"] [data-outlet="next"]').boundingBox()
  const into = await page.locator('[data-node="gold"] .handle-in').boundingBox()
  await page.mouse.move((outlet?.x ?? 0) + 2, (outlet?.y ?? 0) + 2)
  await page.mouse.down()
  await page.mouse.move((into?.x ?? 0) + 2, (into?.y ?? 0) + 2, { steps: 5 })
  await page.mouse.up()
  expect(written).toEqual([])
  expect((await ask(wend, 'GET', `/v1/journeys/${id}`)).json).toEqual(before)

  const chinese = await signIn(browser, wend, { locale: 'zh-CN' })
  await chinese.page.goto(`${wend.url}/journeys/${id}/live`)
  await expect.poll(() => number(chinese.page, 'in', 'passed').innerText()).toContain('1.2万')
  expect(faults).toEqual([])
})

test('30: every number opens the customers behind it, and each opens a timeline of decisions with the values seen', async () => {
  const id = await draw(wend, greeting('asked'))
  await publish(wend, id)
  await did(wend, 'asked', { dora: { level: 'gold' }, emma: { level: 'tin' } })
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}/live`)
  await expect.poll(() => count(page, 'note', 'delivered')).toBe('1')

  const behind = page.getByRole('complementary', { name: 'Customers behind the number' })
  const customers = () =>
    behind.locator('[data-customer]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-customer')).sort())
  const opens = async (press: () => Promise<void>, who: string[]) => {
    await press()
    await expect.poll(customers).toEqual(who)
  }
  await opens(() => number(page, 'note', 'delivered').click(), ['dora'])
  await opens(() => number(page, 'in', 'passed').click(), ['dora', 'emma'])
  await opens(() => page.locator('[data-outlet-count="gold:else"]').click(), ['emma'])
  await opens(() => number(page, 'rest', 'here').click(), ['dora'])
  await opens(() => number(page, 'note', 'failed').click(), [])
  await opens(() => page.locator('[data-total="completed"]').click(), ['emma'])
  await opens(() => page.locator('[data-total="entered"]').click(), ['dora', 'emma'])

  await page.getByRole('link', { name: /^dora / }).click()
  await page.waitForURL(/\/customers\/dora/)
  const decision = page.locator('[data-kind="visit"]').filter({ hasText: 'Gold' })
  await expect.poll(() => decision.innerText()).toMatch(/level\s+gold/)

  // Beside it the way that she took, and where she is; of somebody who has left, the way alone.
  const path = page.getByRole('region', { name: 'Path taken' })
  const taken = (what: string) =>
    path
      .locator(`.drawing ${what}[data-taken="true"]`)
      .evaluateAll((shapes) => shapes.map((shape) => shape.getAttribute('data-step') ?? shape.getAttribute('data-way')))
  await expect.poll(() => taken('g')).toEqual(['in', 'gold', 'note', 'rest'])
  expect(await taken('path')).toEqual(['in:next', 'gold:gold', 'note:next'])
  expect(await path.locator('[data-here="true"]').getAttribute('data-step')).toBe('rest')
  await page.goto(`${wend.url}/customers/emma`)
  await expect.poll(() => taken('g')).toEqual(['in', 'gold'])
  expect(await path.locator('[data-here="true"]').count()).toBe(0)
})

test('the card whose number was pressed stays in view beside the list of customers', async () => {
  const { nodes, ...rest } = greeting('seen')
  const spread = nodes.map((node, nth) => ({ ...node, position: { x: nth === 3 ? 700 : 0, y: nth * 160 } }))
  const id = await draw(wend, { ...rest, nodes: spread })
  await publish(wend, id)
  const { page } = await signIn(browser, wend, { viewport: { width: 1024, height: 768 } })
  await page.goto(`${wend.url}/journeys/${id}/live`)
  await number(page, 'rest', 'here').click()
  await page.getByRole('complementary', { name: 'Customers behind the number' }).waitFor()
  const right = async (what: string) => {
    const box = await page.locator(what).boundingBox()
    return box ? box.x + box.width : 0
  }
  await expect.poll(async () => (await right('[data-node="rest"]')) <= (await right('.canvas'))).toBe(true)
})

test('a stream that is cut comes back by itself; while none gets through it is asked for; a server that is away is said', async () => {
  const id = await draw(wend, greeting('cut'))
  await publish(wend, id)
  const { page } = await signIn(browser, wend)
  const feed = () => page.locator('[data-feed]').getAttribute('data-feed')
  const entered = () => page.locator('[data-total="entered"]').getAttribute('data-count')
  await page.route('**/counts/stream', (route) => route.abort())
  await page.goto(`${wend.url}/journeys/${id}/live`)
  await expect.poll(feed).toBe('poll')
  await add(id, { entered: 4 })
  await expect.poll(entered).toBe('4')

  await page.route('**/v1/**', (route) => route.abort())
  await expect.poll(feed).toBe('away')
  await page.getByText('The server is not reached').waitFor()
  expect(await entered()).toBe('4')

  await add(id, { entered: 5 })
  await page.unrouteAll()
  await expect.poll(feed, { timeout: 20_000 }).toBe('stream')
  await expect.poll(entered).toBe('9')
  await page.getByText('Moves by itself').waitFor()
})

test('who is signed out midway sees the last numbers, and goes on where she was once she has signed in again', async () => {
  const id = await draw(wend, greeting('out'))
  await publish(wend, id)
  await add(id, { entered: 7 })
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}/live`)
  const entered = page.locator('[data-total="entered"]')
  await expect.poll(() => entered.getAttribute('data-count')).toBe('7')
  await pool.query('DELETE FROM session WHERE workspace = (SELECT workspace FROM journey WHERE id = $1)', [id])
  const dialog = page.getByRole('dialog', { name: 'You have been signed out' })
  await dialog.waitFor()
  expect(await entered.getAttribute('data-count')).toBe('7')

  const other = await page.context().newPage()
  await other.goto(wend.signInUrl)
  await expect.poll(() => dialog.count()).toBe(0)
  await add(id, { entered: 1 })
  await expect.poll(() => entered.getAttribute('data-count')).toBe('8')
})

test('with 300 steps and 50 changes a second the page stays smooth, and only cards whose numbers change are drawn', async () => {
  const columns = 10
  const nodes = Array.from({ length: 300 }, (_, nth) => ({
    id: `n${nth}`,
    type: nth === 0 ? 'entry-event' : 'wait',
    version: 1,
    position: { x: (nth % columns) * 296, y: Math.floor(nth / columns) * 160 },
    config: nth === 0 ? { event: 'crowd' } : { duration: 'PT1H' },
  }))
  const edges = nodes.slice(1).map(({ id }, nth) => ({ from: `n${nth}`, outlet: 'next', to: id }))
  const id = await draw(wend, { name: 'Crowd', nodes, edges })
  await publish(wend, id)
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}/live`)
  await page.locator('[data-node="n299"]').waitFor({ timeout: 60_000 })
  await page.getByText('Moves by itself').waitFor()
  // What stands at the edges of cards is drawn once they are seen.
  await page.locator('[data-node="n299"] .card-earliest').waitFor()

  // Which cards change, told by the page itself; n299 never gets a new number.
  const seen = await page.evaluateHandle(() => {
    const drawn = new Set<string>()
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const node = (target instanceof Element ? target : target.parentElement)?.closest('[data-node]')
        if (node) drawn.add(node.getAttribute('data-node') ?? '')
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
    const frames: number[] = []
    let last = performance.now()
    const frame = (now: number) => {
      frames.push(now - last)
      last = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    return { drawn, frames }
  })
  // What this machine makes of the same page while nothing moves.
  await page.waitForTimeout(2_000)
  const p95Of = () =>
    seen.evaluate(({ frames }) => {
      const sorted = frames.splice(0).toSorted((a, b) => a - b)
      return sorted[Math.floor(sorted.length * 0.95)] ?? 0
    })
  const calm = await p95Of()
  const until = Date.now() + 4_000
  let changes = 0
  while (Date.now() < until) {
    const nth = 1 + (changes % 200)
    await add(id, { entered: 1, [`passed:n${nth}`]: 1, [`out:n${nth}:next`]: 1, [`here:n${nth + 1}`]: 1 })
    changes += 1
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, until - 4_000 + changes * 20 - Date.now())))
  }
  expect(changes).toBeGreaterThan(150)
  await expect.poll(() => page.locator('[data-total="entered"]').getAttribute('data-count')).toBe(String(changes))
  const busy = await p95Of()
  const drawn = await seen.evaluate((all) => [...all.drawn])
  console.info(
    `live, 300 steps, ${changes} changes: p95 frame ${busy.toFixed(1)} ms, ${calm.toFixed(1)} while nothing moves`,
  )
  expect(drawn).toContain('n1')
  expect(drawn.filter((node) => Number(node.slice(1)) > 201)).toEqual([])
  expect(busy).toBeLessThan(Math.max(50, 2 * calm))
})
