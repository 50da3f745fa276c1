import { readFile } from 'node:fs/promises'
import { journey } from '@wend/engine/journey/journey'
import type { Page } from 'playwright-core'
import { vi } from 'vitest'
import type { Access } from '../../api/src/start/access.ts'
import { ask, did, publish } from './by-api.ts'
import { keepDraft } from './draw.ts'

/** A workspace with something on every screen, named in Chinese, so that what is English there is the editor's own. */
export async function furnish(wend: Access): Promise<{ draft: string; live: string }> {
  const nodes = [
    { id: 'n1', type: 'entry-event', config: { event: '加购' } },
    {
      id: 'n2',
      type: 'branch',
      config: {
        branches: [
          {
            id: 'b1',
            name: '会员',
            when: { combinator: 'and', rules: [{ field: 'customer.等级', operator: '=', value: '金' }] },
          },
        ],
      },
    },
    {
      id: 'n3',
      type: 'send-inbox',
      config: { title: '您好', body: '还在考虑吗', kind: 'message' },
      at: [-200, 320] as [number, number],
    },
    { id: 'n4', type: 'wait', config: { duration: 'P1D' }, at: [200, 320] as [number, number] },
  ]
  const edges = ['n1 next n2', 'n2 b1 n3', 'n2 else n4']
  const live = await keepDraft(wend, { name: '加购提醒', nodes, edges })
  await publish(wend, live)
  await changeDraft(wend, live)
  await did(wend, '加购', { 甲: { 等级: '金', 姓名: '甲' }, 乙: { 等级: '银' } })
  const draft = await keepDraft(wend, {
    name: '待完善',
    nodes: [
      ...nodes,
      { id: 'n5', type: 'send-email', config: { subject: '', body: '' }, at: [-200, 480] as [number, number] },
      {
        id: 'n6',
        type: 'wait-for-event',
        config: { branches: [{ id: 'b1', event: '' }], timeout: 'PT2H' },
        at: [200, 480] as [number, number],
      },
      { id: 'n7', type: 'send-webhook', config: { url: '', method: 'POST' }, at: [600, 480] as [number, number] },
    ],
    edges: [...edges, 'n3 next n5', 'n4 next n6'],
  })
  // One that is set aside, and one that reached the inbox.
  await fetch(`${wend.url}/v1/batch`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${wend.writeKey}:`).toString('base64')}` },
    body: JSON.stringify({ batch: [{ type: 'track', event: '无主' }] }),
  })
  await vi.waitFor(
    async () => {
      if (!JSON.stringify((await ask(wend, 'GET', '/v1/touches')).json).includes('您好'))
        throw new Error('not sent yet')
    },
    { timeout: 30_000, interval: 200 },
  )
  return { draft, live }
}

/** Draws something else than is published: one step was changed, one added, and a line taken away. */
async function changeDraft(wend: Access, id: string): Promise<void> {
  const { json, etag } = await ask(wend, 'GET', `/v1/journeys/${id}`)
  const { nodes, edges, ...file } = journey.parse(json.draft)
  const changed = nodes.map((node) => (node.id === 'n4' ? { ...node, config: { duration: 'P2D' } } : node))
  const added = { id: 'n8', type: 'exit', version: 1, position: { x: 200, y: 480 }, config: {} }
  const lines = [...edges.filter(({ outlet }) => outlet !== 'b1'), { from: 'n4', outlet: 'next', to: 'n8' }]
  await ask(wend, 'PUT', `/v1/journeys/${id}`, { ...file, nodes: [...changed, added], edges: lines }, etag)
}

/** Every address of the editor, as its router has them: one that has no example here is an error, so that none is forgotten. */
export async function screensOf({ draft, live }: { draft: string; live: string }): Promise<string[]> {
  const router = await readFile(new URL('../src/router.tsx', import.meta.url), 'utf8')
  const examples: Record<string, string[]> = {
    '/': [],
    '*': ['/no-such-page'],
    '/journeys/:id': [`/journeys/${draft}`, `/journeys/${live}`],
    '/journeys/:id/live': ['', '?period=7d', '?from=2025-01-01&to=2025-01-31', '?why=丙'].map(
      (asked) => `/journeys/${live}/live${asked}`,
    ),
    '/customers/:id': [`/customers/${encodeURIComponent('甲')}`],
  }
  const paths = [...router.matchAll(/path: '([^']+)'/g)].map((match) => match[1] ?? '')
  if (paths.length < 8) throw new Error('router.tsx is not read as it should be')
  return paths.flatMap((path) => {
    const addresses = examples[path] ?? (path.includes(':') ? undefined : [path])
    if (!addresses) throw new Error(`screens.ts has no example of ${path}`)
    return addresses
  })
}

interface State {
  name: string
  /** Brings it about on the open page; false where there is nothing of it. */
  open(page: Page): Promise<unknown>
}

const press =
  (...keys: string[]) =>
  async (page: Page) => {
    for (const key of keys) await page.keyboard.press(key)
  }
const onCard =
  (id: string, ...keys: string[]) =>
  async (page: Page) => {
    await page.locator(`[data-card="${id}"]`).focus()
    await press(...keys)(page)
    await page.waitForTimeout(150)
  }

/** What can be opened on the canvas: each with the menus, lists and forms of its own. */
const statesOfDraft: readonly State[] = [
  ...['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7'].map((id) => ({
    name: `the form of ${id}`,
    open: async (page: Page) => {
      await page.locator(`[data-card="${id}"]`).focus()
      await page.locator(`[data-inspects="${id}"] [data-form]`).waitFor()
    },
  })),
  { name: 'the picker of steps', open: onCard('n4', 'a') },
  { name: 'the picker of links', open: onCard('n4', 'l') },
  { name: 'quick fields', open: onCard('n4', 'e') },
  { name: 'find', open: onCard('n4', 'Control+f') },
  { name: 'the keys', open: onCard('n4', '?') },
  { name: 'several selected', open: onCard('n4', 'Control+a') },
  {
    name: 'the outline and its menu',
    open: async (page) => {
      await page.getByRole('tab').nth(1).click()
      await page.locator('[data-row="step n2"]').focus()
      await page.keyboard.press('Shift+F10')
    },
  },
  {
    name: 'the problems',
    open: async (page) => {
      await page.locator('button.problems-line').click()
      await page.locator('.problem').first().waitFor()
    },
  },
]

/** What opens of a journey that is published, and has changed since. */
const statesOfLive: readonly State[] = [
  {
    name: 'writing a message, with its preview',
    open: async (page) => {
      await page.locator('[data-card="n3"]').focus()
      await page.locator('[data-inspects="n3"] .message-tools button').click()
      await page.getByRole('dialog').locator('.message-preview [data-preview]').waitFor()
    },
  },
  {
    name: 'the question before publishing',
    open: async (page) => {
      await page.locator('.edit-bar .ant-btn-primary').click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'the history',
    open: async (page) => {
      await page.locator('.edit-bar button[aria-pressed]').last().click()
      await page.locator('[data-version="1"]').waitFor()
    },
  },
  {
    name: 'a version compared with the draft',
    open: async (page) => {
      if (!(await page.locator('[data-version="1"]').count()))
        await page.locator('.edit-bar button[aria-pressed]').last().click()
      await page.locator('[data-version="1"] button').first().click()
      await page.locator('.comparison').waitFor()
    },
  },
]

/** What can be opened on the editor at an address. */
export const statesOf = (path: string, { draft, live }: { draft: string; live: string }): readonly State[] =>
  path === `/journeys/${draft}` ? statesOfDraft : path === `/journeys/${live}` ? statesOfLive : []

/** Every control of a bar that opens a menu. */
export const menusOf = (page: Page) => page.locator('header .ant-dropdown-trigger')
