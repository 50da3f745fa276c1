import { existsSync } from 'node:fs'
import type {} from '@wend/engine/storage/testing'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { type Access, access } from '../../api/src/start/access.ts'
import { openWorkspace } from '../../api/src/start/test-wend.ts'

/** A workspace of a test file's own, in the run's Wend. The first file that asks starts it. */
export async function openWend(name: string): Promise<Access> {
  const answer = await fetch(`${inject('servers')}/wend`)
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return openWorkspace(access.parse(JSON.parse(text)), name)
}

/** A name for this machine that is not its own: what is served there by plain http is no secure page, as for a whole office. */
export const elsewhere = 'wend.test'

/** The system's Chromium: installed by `.ci/run`, or by hand. */
export function startBrowser(): Promise<Browser> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  )
  if (!executablePath)
    throw new Error('No Chromium is installed: install the package chromium, and fonts-noto-cjk for Chinese.')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      `--host-resolver-rules=MAP ${elsewhere} 127.0.0.1`,
    ],
  })
}

/** An operator who has opened her sign-in link. `faults` collects what the page throws or logs as an error. */
export async function signIn(
  browser: Browser,
  { signInUrl }: Access,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  await page.goto(signInUrl)
  return { page, faults }
}
