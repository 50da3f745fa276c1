import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Analytics } from '@segment/analytics-node'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../api/src/start/processes.ts'
import { startWend } from '../../api/src/start/test-wend.ts'
import { blocksOf, write } from '../../nodes/src/test-page.ts'
import { draw, inARow } from './by-api.ts'
import { savedDraft } from './draw.ts'
import { signIn, startBrowser } from './wend.ts'

// docs/nodes.md is followed in a copy of this installation that runs.

const root = resolve(import.meta.dirname, '../..')
let folder: string
let installation: string
let browser: Browser
let wend: Awaited<ReturnType<typeof startWend>> | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wend new type '))
  // Postgres's account, where we are root, must be able to enter.
  await chmod(folder, 0o755)
  installation = join(folder, 'installation')
  const packages = ['nodes', 'engine', 'api', 'editor']
  for (const part of [...packages, 'package.json', 'package-lock.json', 'tsconfig.base.json', 'docs/nodes.md'])
    await cp(join(root, part), join(installation, part), {
      recursive: true,
      filter: (path) => !path.slice(root.length).includes('node_modules'),
    })
  // What was built is newer than what it was built of, as it is where a start has built it.
  const now = new Date()
  await utimes(join(installation, 'editor/dist/index.html'), now, now)

  const modules = join(installation, 'node_modules')
  await mkdir(join(modules, '@wend'), { recursive: true })
  for (const name of await readdir(join(root, 'node_modules')))
    if (name !== '@wend') await symlink(join(root, 'node_modules', name), join(modules, name))
  for (const name of packages) await symlink(join(installation, name), join(modules, '@wend', name))
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await wend?.stop(10_000)
  await rm(folder, { recursive: true, force: true })
})

/** Each file of the editor as it is served: its path, what is in it, and when it was written. */
async function builtEditor(): Promise<string[]> {
  const dist = join(installation, 'editor/dist')
  const entries = await readdir(dist, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(
    files.map(async (file) => {
      const hash = createHash('sha256').update(await readFile(file))
      return `${file} ${hash.digest('hex')} ${(await stat(file)).mtimeMs}`
    }),
  )
}

test('a node type that is added as docs/nodes.md says appears after a restart in the palette, on the card and in the form, in both languages, and works, with the editor as it was built', async () => {
  const before = await builtEditor()
  expect(before.length).toBeGreaterThan(10)
  const place = { installation, data: join(folder, 'data'), port: await freePort() }
  wend = await startWend(place)
  const id = await draw(wend.access, {
    name: 'Crowd',
    ...inARow(['in', 'entry-event', { event: 'gates_opened' }]),
  })
  const { page } = await signIn(browser, wend.access)
  await page.goto(`${wend.access.url}/journeys/${id}`)
  const entry = page.locator('[data-palette="wait-spread"]')
  await page.locator('[data-palette="wait"]').waitFor()
  expect(await entry.count()).toBe(0)

  await wend.stop(10_000)
  await write(blocksOf(await readFile(join(installation, 'docs/nodes.md'), 'utf8')), installation)
  wend = await startWend(place)
  expect(wend.access.url).toBe(new URL(page.url()).origin)

  await page.reload()
  await entry.getByText('Spread out').waitFor()
  expect(await entry.getAttribute('title')).toBe(
    'Holds each customer for a random part of a time, so that a crowd goes on bit by bit.',
  )
  await page.locator('[data-card="in"]').click()
  await entry.click()
  const card = page.locator('[data-node^="wait-spread"]')
  const summary = card.locator('.card-summary')
  await expect.poll(() => summary.innerText()).toBe('Spread over 1 hour')
  for (const icon of [entry, card]) {
    const shapes = icon.locator('.node-icon[data-category="wait"]')
    const drawn = shapes.evaluate((span) => {
      const { backgroundImage, maskImage } = getComputedStyle(span)
      return decodeURIComponent(backgroundImage + maskImage)
    })
    expect(await drawn).toContain('M12 12h.01')
  }
  const form = page.locator('[data-inspects^="wait-spread"]')
  await form.getByRole('heading', { name: 'Spread out' }).waitFor()
  await form.getByText('Within', { exact: true }).waitFor()
  await form.getByRole('spinbutton').fill('1 second')
  await expect.poll(() => summary.innerText()).toBe('Spread over 1 second')

  await page.getByRole('button', { name: 'Language' }).click()
  await page.getByRole('menuitem', { name: '中文' }).click()
  await entry.getByText('错峰等待').waitFor()
  expect(await entry.getAttribute('title')).toBe('让每位用户随机停留一段时间，避免同时到来的用户同时进入下一步。')
  await expect.poll(() => summary.innerText()).toBe('在 1 秒钟 内错峰')
  await form.getByRole('heading', { name: '错峰等待' }).waitFor()
  await form.getByText('时间范围', { exact: true }).waitFor()

  const { access } = wend
  await expect.poll(async () => (await savedDraft(access, id)).nodes[1]?.config).toEqual({ within: 'PT1S' })
  await page.getByRole('button', { name: '发布' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '发布' }).click()
  await page.locator('.edit-bar [data-state="live"]').waitFor()
  const analytics = new Analytics({ writeKey: access.writeKey, host: access.url, flushAt: 1 })
  analytics.track({ userId: 'ada', event: 'gates_opened' })
  await analytics.closeAndFlush()
  await page.goto(`${access.url}/journeys/${id}/live`)
  const passed = page.locator('[data-node^="wait-spread"] [data-number="passed"]')
  await expect.poll(() => passed.getAttribute('data-count')).toBe('1')
  await passed.click()
  await page.locator('[data-customer="ada"]').waitFor()

  expect(await builtEditor()).toEqual(before)
})
