import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Drawing, draftOf, drag, linesOf, middleOf, openDrawing } from './drawn.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser
let page: Page
let faults: string[]

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Canvas'), startBrowser()])
  ;({ page, faults } = await signIn(browser, wend))
})
afterAll(async () => {
  await browser?.close()
})

const card = (id: string) => page.locator(`[data-node="${id}"]`)
const line = (edge: string) => page.locator(`.react-flow__edge[data-id="${edge}"]`)
const button = (name: string | RegExp) => page.getByRole('button', { name })
const inspector = () => page.getByRole('complementary', { name: 'Settings of the selection' })

const entry = { id: 'in', type: 'entry-event', at: [0, 0] as [number, number], config: { event: 'begun' } }
const wait = (id: string, column: number, row: number) => ({
  id,
  type: 'wait',
  at: [column, row] as [number, number],
  config: { duration: 'PT1H' },
})
const chain: Drawing = {
  nodes: [entry, wait('w', 0, 1), { id: 'end', type: 'exit', at: [0, 2] }],
  lines: ['in.next>w', 'w.next>end'],
}

test('1: a palette entry dropped on a line, which lights up, is inserted there; dropped elsewhere it stays loose', async () => {
  const id = await openDrawing(page, wend, chain)
  const palette = page.locator('[data-palette="send-inbox"]')
  const [from, to] = [await middleOf(palette), await middleOf(page.locator('[data-edge="in:next"]'))]
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x - 40, to.y - 60, { steps: 3 })
  await page.mouse.move(to.x, to.y, { steps: 3 })
  await page.mouse.move(to.x + 1, to.y)
  await expect.poll(() => line('in:next').getAttribute('class')).toContain('lit')
  expect(await line('w:next').getAttribute('class')).not.toContain('lit')
  await page.mouse.up()
  await card('send-inbox').waitFor()
  await expect.poll(() => linesOf(wend, id)).toEqual(['in.next>send-inbox', 'send-inbox.next>w', 'w.next>end'])

  await palette.dragTo(page.locator('.react-flow'), { targetPosition: { x: 80, y: 120 } })
  await card('send-inbox-2').waitFor()
  await expect.poll(async () => (await draftOf(wend, id)).nodes.length).toBe(5)
  expect(await linesOf(wend, id)).toHaveLength(3)

  // Nothing leads into an entry: on a line it stays loose too, and the line does not promise otherwise.
  const rest = await middleOf(page.locator('[data-edge="w:next"]'))
  const another = await middleOf(page.locator('[data-palette="entry-event"]'))
  await page.mouse.move(another.x, another.y)
  await page.mouse.down()
  await page.mouse.move(rest.x, rest.y, { steps: 4 })
  await page.mouse.move(rest.x + 1, rest.y)
  expect(await line('w:next').getAttribute('class')).not.toContain('lit')
  await page.mouse.up()
  await card('entry-event').waitFor()
  expect(await linesOf(wend, id)).toHaveLength(3)
})

test('2: each line has a +, by pointer and by keyboard: it opens a searchable picker, inserts, selects and focuses the first field', async () => {
  const id = await openDrawing(page, wend, chain)
  const plus = button(/^Insert a step between Enter by event and Wait/)
  await plus.hover()
  await plus.click()
  await page.keyboard.type('inbox')
  await expect.poll(() => page.getByRole('option').count()).toBe(1)
  await page.keyboard.press('Enter')
  await card('send-inbox').waitFor()
  const first = inspector().locator('[data-form="node-send-inbox"] [data-path]').first()
  await expect.poll(() => first.evaluate((field) => field.contains(document.activeElement))).toBe(true)
  expect(await card('send-inbox').getAttribute('data-selected')).toBe('true')

  const second = button(/^Insert a step between Wait and Exit/)
  await second.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'Search steps' }).waitFor()
  await page.keyboard.type('exit')
  await page.keyboard.press('Escape')
  await expect.poll(() => second.evaluate((it) => it === document.activeElement)).toBe(true)
  await expect.poll(() => linesOf(wend, id)).toEqual(['in.next>send-inbox', 'send-inbox.next>w', 'w.next>end'])
})

test('3: dragging an outlet onto empty canvas opens the picker, and the new step arrives linked where it was dropped', async () => {
  const id = await openDrawing(page, wend, { nodes: [entry], lines: [] })
  const outlet = card('in').locator('[data-outlet="next"]')
  const drop = await middleOf(outlet)
  await drag(page, outlet, { x: drop.x + 220, y: drop.y + 160 })
  await page.getByRole('combobox', { name: 'Search steps' }).waitFor()
  // Nothing leads into an entry: none is offered.
  expect(await page.locator('[data-pick="entry-event"]').count()).toBe(0)
  await page.keyboard.type('wait')
  await page.locator('[data-pick="wait"]').click()
  await card('wait').waitFor()
  await expect.poll(() => linesOf(wend, id)).toEqual(['in.next>wait'])
  const { x, y } = (await card('wait').boundingBox()) ?? { x: 0, y: 0 }
  expect(Math.abs(x - (drop.x + 220))).toBeLessThan(300)
  expect(Math.abs(y - (drop.y + 160))).toBeLessThan(80)
})

test('4: an inserted step with several outlets keeps what followed on its first; the others show an open +', async () => {
  const id = await openDrawing(page, wend, chain)
  await button(/^Insert a step between Enter by event and Wait/).click()
  await page.locator('[data-pick="branch"]').click()
  await card('branch').waitFor()
  await expect.poll(() => linesOf(wend, id)).toContain('in.next>branch')
  const lines = await linesOf(wend, id)
  const first = lines.find((one) => one.startsWith('branch.'))
  expect(lines).toEqual([first, 'in.next>branch', 'w.next>end'])
  expect(first).not.toBe('branch.else>w')
  expect(first).toMatch(/>w$/)
  await card('branch').locator('[data-append="branch:else"]').waitFor()
  expect(await card('branch').locator('[data-append]').count()).toBe(1)
})

test('5: while a line is drawn, legal targets light up; an illegal drop links nothing and says why', async () => {
  const id = await openDrawing(page, wend, {
    nodes: [
      entry,
      { id: 'a', type: 'set-attributes', at: [0, 1] },
      { id: 'b', type: 'set-attributes', at: [0, 2] },
      wait('w', 1, 1),
    ],
    lines: ['in.next>a', 'a.next>b'],
  })
  const outlet = card('b').locator('[data-outlet="next"]')
  await drag(page, outlet, card('w'), true)
  await expect.poll(() => card('w').getAttribute('data-receives')).toBe('yes')
  for (const no of ['in', 'a', 'b']) expect(await card(no).getAttribute('data-receives'), no).toBe('no')
  await page.mouse.up()
  await expect.poll(() => linesOf(wend, id)).toContain('b.next>w')
  expect(await card('w').getAttribute('data-receives')).toBe(null)

  for (const [target, reason] of [
    ['in', /Nothing leads into an entry/],
    ['b', /cannot follow itself/],
    ['a', /Put a wait into the loop/],
  ] as const) {
    await drag(page, outlet, card(target))
    await page.getByText(reason).first().waitFor()
  }
  // A loop with a wait in it is none of them.
  await drag(page, card('w').locator('[data-outlet="next"]'), card('a'))
  await expect.poll(() => linesOf(wend, id)).toEqual(['a.next>b', 'b.next>w', 'in.next>a', 'w.next>a'])
})

test('6: a new line replaces the old one of its outlet in one undo step, and both ends can be dragged elsewhere', async () => {
  const id = await openDrawing(page, wend, {
    nodes: [
      entry,
      wait('a', 0, 1),
      wait('b', 1, 1),
      { id: 'in2', type: 'entry-event', at: [1, 0], config: { event: 'x' } },
    ],
    lines: ['in.next>a'],
  })
  await drag(page, card('in').locator('[data-outlet="next"]'), card('b'))
  await expect.poll(() => linesOf(wend, id)).toEqual(['in.next>b'])
  await button('Undo: draw a line').click()
  await expect.poll(() => linesOf(wend, id)).toEqual(['in.next>a'])

  // Its head, to another card; then its tail, to another outlet.
  await line('in:next')
    .locator('.react-flow__edge-interaction')
    .click({ force: true, position: { x: 0, y: 10 } })
  await drag(page, line('in:next').locator('.react-flow__edgeupdater-target'), card('b'))
  await expect.poll(() => linesOf(wend, id)).toEqual(['in.next>b'])
  await drag(
    page,
    line('in:next').locator('.react-flow__edgeupdater-source'),
    card('in2').locator('[data-outlet="next"]'),
  )
  await expect.poll(() => linesOf(wend, id)).toEqual(['in2.next>b'])
  await button('Undo: draw a line').click()
  await expect.poll(() => linesOf(wend, id)).toEqual(['in.next>b'])
})

test('8: deleting a step with one way in and one out joins its neighbours; otherwise what followed stays, marked unreachable', async () => {
  const id = await openDrawing(page, wend, {
    nodes: [
      entry,
      wait('w', 0, 1),
      {
        id: 'way',
        type: 'split',
        at: [0, 2],
        config: {
          branches: [
            { id: 'x', name: 'X', weight: 50 },
            { id: 'y', name: 'Y', weight: 50 },
          ],
        },
      },
      wait('x', 0, 3),
      wait('y', 1, 3),
    ],
    lines: ['in.next>w', 'w.next>way', 'way.x>x', 'way.y>y'],
  })
  await card('w').click()
  await page.keyboard.press('Delete')
  await expect.poll(() => linesOf(wend, id)).toEqual(['in.next>way', 'way.x>x', 'way.y>y'])
  await card('way').click()
  await page.keyboard.press('Delete')
  await expect.poll(() => linesOf(wend, id)).toEqual([])
  for (const left of ['x', 'y']) {
    await card(left)
      .getByText('no way leads here')
      .or(
        card(left)
          .getByText(/problem/)
          .first(),
      )
      .first()
      .waitFor()
  }
  await button('Undo: delete').click()
  await expect.poll(() => linesOf(wend, id)).toEqual(['in.next>way', 'way.x>x', 'way.y>y'])
})

test('14: steps are selected by click, Ctrl+click, Shift+drag and Ctrl+A, and several are aligned, duplicated and deleted', async () => {
  const id = await openDrawing(page, wend, {
    nodes: [entry, wait('a', 0.3, 1), wait('b', 1, 2), wait('c', 0.1, 4)],
    lines: ['in.next>a', 'a.next>b', 'b.next>c'],
  })
  const selected = () =>
    page
      .locator('[data-node][data-selected="true"]')
      .evaluateAll((cards) => cards.map((it) => it.getAttribute('data-node')))
  await card('a').click()
  await card('b').click({ modifiers: ['Control'] })
  await expect.poll(selected).toEqual(['a', 'b'])
  const bar = page.getByRole('toolbar', { name: '2 selected' })
  await bar.waitFor()
  await bar.getByRole('button', { name: 'Align left edges' }).click()
  const xOf = async () => Object.fromEntries((await draftOf(wend, id)).nodes.map((node) => [node.id, node.position.x]))
  await expect.poll(xOf).toEqual({ in: 0, a: 96, b: 96, c: 32 })
  await button('Undo: align').click()
  await expect.poll(xOf).toEqual({ in: 0, a: 96, b: 320, c: 32 })

  // By drawing a frame around the upper three.
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } })
  const [first, third] = [await card('in').boundingBox(), await card('b').boundingBox()]
  if (!first || !third) throw new Error('no cards')
  await page.keyboard.down('Shift')
  await page.mouse.move(first.x - 12, first.y - 30)
  await page.mouse.down()
  await page.mouse.move(third.x + third.width + 12, third.y + third.height + 6, { steps: 6 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await expect.poll(selected).toEqual(['in', 'a', 'b'])

  await page.keyboard.press('Control+a')
  await expect.poll(selected).toEqual(['in', 'a', 'b', 'c'])
  const all = page.getByRole('toolbar', { name: '4 selected' })
  await all.getByRole('button', { name: 'Make the gaps equal' }).click()
  await expect
    .poll(async () => (await draftOf(wend, id)).nodes.map(({ position }) => position.y))
    .toEqual([0, 216, 424, 640])
  await all.getByRole('button', { name: 'Duplicate', exact: true }).click()
  await expect.poll(() => page.locator('[data-card]').count()).toBe(8)
  await expect.poll(selected).toEqual(['in-2', 'a-2', 'b-2', 'c-2'])
  await all.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect.poll(() => page.locator('[data-card]').count()).toBe(4)
})

test('16: selecting a step highlights its lines and dims the rest', async () => {
  await openDrawing(page, wend, {
    nodes: [entry, wait('a', 0, 1), wait('b', 0, 2), wait('c', 0, 3)],
    lines: ['in.next>a', 'a.next>b', 'b.next>c'],
  })
  const colour = (edge: string) =>
    line(edge)
      .locator('.react-flow__edge-path')
      .evaluate((it) => getComputedStyle(it).stroke)
  const usual = await colour('b:next')
  await card('a').click()
  await expect.poll(() => colour('b:next')).not.toBe(usual)
  const [dim, near] = [await colour('b:next'), await colour('in:next')]
  expect(await colour('a:next')).toBe(near)
  expect(new Set([usual, dim, near]).size).toBe(3)
  await page.keyboard.press('Escape')
  await expect.poll(() => colour('b:next')).toBe(usual)
})

test('17: tidying keeps outlets in order, stands on the grid, carries notes along, and is one undo step; so for a selection', async () => {
  const drawing: Drawing = {
    nodes: [
      entry,
      {
        id: 'way',
        type: 'split',
        at: [1.01, 0.13],
        config: {
          branches: [
            { id: 'x', name: 'X', weight: 50 },
            { id: 'y', name: 'Y', weight: 50 },
          ],
        },
      },
      wait('x', 3, 2),
      wait('y', 0, 2),
      wait('far', 6, 5),
    ],
    lines: ['in.next>way', 'way.x>x', 'way.y>y'],
    notes: [{ id: 'n', text: 'About Y', at: [-0.7, 2] }],
  }
  const id = await openDrawing(page, wend, drawing)
  const before = await draftOf(wend, id)
  await button('Tidy up').click()
  await button('Undo: tidy up').waitFor()
  await expect.poll(async () => (await draftOf(wend, id)).nodes).not.toEqual(before.nodes)
  const tidy = await draftOf(wend, id)
  const at = (of: typeof tidy, node: string) => of.nodes.find((one) => one.id === node)?.position ?? { x: 0, y: 0 }
  expect(at(tidy, 'x').x).toBeLessThan(at(tidy, 'y').x)
  expect(at(tidy, 'x').y).toBe(at(tidy, 'y').y)
  for (const { position } of tidy.nodes) expect([position.x % 8, position.y % 8]).toEqual([0, 0])
  const aside = (of: typeof tidy) => (of.notes[0]?.position.x ?? 0) - at(of, 'y').x
  expect(Math.abs(aside(tidy) - aside(before))).toBeLessThanOrEqual(8)
  await button('Undo: tidy up').click()
  await expect.poll(() => draftOf(wend, id)).toEqual(before)

  await button('Show the whole journey').click()
  await card('x').click()
  await card('y').click({ modifiers: ['Control'] })
  await page.getByRole('toolbar').getByRole('button', { name: 'Tidy up what is selected' }).click()
  await expect.poll(async () => at(await draftOf(wend, id), 'x')).not.toEqual(at(before, 'x'))
  const some = await draftOf(wend, id)
  for (const other of ['in', 'way', 'far']) expect(at(some, other)).toEqual(at(before, other))
})

test('17: an insert moves the cards below it, and no others', async () => {
  const id = await openDrawing(page, wend, { ...chain, nodes: [...chain.nodes, wait('beside', 2, 1)] })
  await button(/^Insert a step between Enter by event and Wait/).click()
  await page.locator('[data-pick="send-inbox"]').click()
  await card('send-inbox').waitFor()
  await expect
    .poll(async () => Object.fromEntries((await draftOf(wend, id)).nodes.map((node) => [node.id, node.position.y])))
    .toEqual({ in: 0, 'send-inbox': 160, w: 320, end: 480, beside: 160 })
})

test('a step added from the palette moves the view only where it would not be seen', async () => {
  await openDrawing(page, wend, { nodes: [entry], lines: [] })
  const view = () => page.locator('.react-flow__viewport').getAttribute('style')
  const added = async (type: string) => {
    await page.locator(`[data-palette="${type}"]`).click()
    await card(type).waitFor()
    // As long as the view would take to move.
    await page.waitForTimeout(400)
    return view()
  }
  const before = await view()
  expect(await added('wait')).toBe(before)
  for (const type of ['send-inbox', 'branch', 'exit']) await added(type)
  expect(await view()).not.toBe(before)
  const [canvas, last] = [await page.locator('.canvas').boundingBox(), await card('exit').boundingBox()]
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThan((canvas?.y ?? 0) + (canvas?.height ?? 0))
})

test('18: 1 fits all, 2 the selection, + and − zoom, and the view is there again when the journey is opened again', async () => {
  const id = await openDrawing(page, wend, {
    nodes: [entry, wait('a', 0, 1), wait('b', 8, 9)],
    lines: ['in.next>a', 'a.next>b'],
  })
  const transform = () => page.locator('.react-flow__viewport').evaluate((it) => getComputedStyle(it).transform)
  const zoom = async () => Number(/^matrix\(([\d.]+)/.exec(await transform())?.[1])
  await card('b').click()
  await page.keyboard.press('2')
  await expect.poll(zoom).toBe(1)
  await page.keyboard.press('1')
  await expect.poll(zoom).toBeLessThan(0.7)
  const fitted = await zoom()
  await page.keyboard.press('+')
  await expect.poll(zoom).toBeGreaterThan(fitted)
  await page.keyboard.press('-')
  await expect.poll(zoom).toBeCloseTo(fitted)
  await page.keyboard.press('2')
  await expect.poll(zoom).toBe(1)
  const left = await transform()
  await page.goto(`${wend.url}/journeys`)
  await page.goto(`${wend.url}/journeys/${id}`)
  await card('b').waitFor()
  expect(await transform()).toBe(left)

  // In a window of another size it would show some corner: all is fitted instead.
  await page.setViewportSize({ width: 1024, height: 900 })
  await page.reload()
  await card('b').waitFor()
  await expect.poll(zoom).toBeLessThan(0.7)
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('20: one action is one step, named on the button; typing in one field is one step until it is left', async () => {
  await openDrawing(page, wend, chain)
  const { x, y } = await middleOf(card('w'))
  await drag(page, card('w'), { x: x + 200, y: y + 40 })
  await button('Undo: move').waitFor()
  await card('in').click()
  const event = inspector().getByRole('combobox', { name: 'Event' })
  await event.fill('')
  await event.pressSequentially('order_paid')
  await event.blur()
  await event.focus()
  await event.press('End')
  await event.pressSequentially('_twice')
  await button('Undo: change a setting').click()
  await expect.poll(() => event.inputValue()).toBe('order_paid')
  await button('Undo: change a setting').click()
  await expect.poll(() => event.inputValue()).toBe('begun')
  await button('Undo: move').click()
  await button('Nothing to undo').waitFor()
})

test('39: with reduced motion nothing pans, draws or opens bit by bit', async () => {
  const calm = await signIn(browser, wend, { reducedMotion: 'reduce' })
  await openDrawing(calm.page, wend, { nodes: [entry, wait('far', 9, 9)], lines: ['in.next>far'] })
  const seen = calm.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const views = new Set<string>()
        const look = () => {
          views.add(document.querySelector('.react-flow__viewport')?.getAttribute('style') ?? '')
          if (performance.now() - began < 1200) requestAnimationFrame(look)
          else resolve(views.size)
        }
        const began = performance.now()
        look()
      }),
  )
  await calm.page.locator('.canvas').focus()
  await calm.page.keyboard.press('Control+f')
  await calm.page.getByRole('textbox', { name: 'Find steps' }).fill('far')
  await calm.page.keyboard.press('Enter')
  // Where it was, and where it went.
  expect(await seen).toBe(2)
  const running = await calm.page.evaluate(
    () => document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0) > 1).length,
  )
  expect(running).toBe(0)
  expect(await calm.page.locator('.react-flow__edge.animated').count()).toBe(0)
})

test('nothing of all this made the page complain', () => {
  expect(faults).toEqual([])
})
