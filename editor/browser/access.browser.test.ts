import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ask } from './by-api.ts'
import { furnish, menusOf, screensOf, statesOf } from './screens.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser
let made: Awaited<ReturnType<typeof furnish>>

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('无障碍'), startBrowser()])
  made = await furnish(wend)
})
afterAll(async () => {
  await browser?.close()
})

/**
 * What axe finds on the page as it is: rule and where. In the dark only colours can be other than in the light, and colours are
 * the same in every language: they are judged once, in all themes that are given.
 */
async function violations(page: Page, themes: readonly ('light' | 'dark')[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const found: string[] = []
  for (const colorScheme of themes.length > 0 ? themes : (['light'] as const)) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe(colorScheme)
    const results = await page.evaluate(
      async ({ dark, colours }) => {
        // Colours are judged once they have come to rest.
        for (let frame = 0; frame < 2; frame += 1) await new Promise((drawn) => requestAnimationFrame(drawn))
        await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined)))
        const all = await window.axe.run(document, {
          resultTypes: ['violations'],
          ...(dark ? { runOnly: ['color-contrast'] } : {}),
          rules: { 'color-contrast': { enabled: colours } },
        })
        return all.violations.flatMap(({ id, nodes }) =>
          nodes.map(
            ({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`,
          ),
        )
      },
      { dark: colorScheme === 'dark', colours: themes.length > 0 },
    )
    found.push(...results.map((one) => `${colorScheme} ${one}`))
  }
  return found
}

declare global {
  interface Window {
    axe: typeof axe
  }
}

/** Words that are the same in every language: names of products, formats, keys and placeholders. */
const international = new Set(
  `Wend React Flow Webhook API JSON HTML MJML Liquid HTTP URL ID RFC UTC English Enter Shift Ctrl Alt Delete Backspace
  Escape Esc Home End Tab F2 F6 F8 POST GET PUT PATCH userId anonymousId track Content Type JavaScript curl PNG SVG`.split(
    /\s+/,
  ),
)

/** English that is left on a page in Chinese: what is read or said, without what engineers and customers named. */
async function englishOn(page: Page, named: ReadonlySet<string>): Promise<string[]> {
  const said = await page.evaluate(() => {
    const words: string[] = []
    const skipped = 'code, pre, kbd, script, style, textarea, iframe, .cm-editor, [lang="en"], [data-raw]'
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest(skipped) || !element.checkVisibility()) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) words.push(element.getAttribute(name) ?? '')
      for (const child of element.childNodes) if (child.nodeType === Node.TEXT_NODE) words.push(child.textContent ?? '')
    }
    return words
  })
  const left = said.flatMap((text) => {
    // What is written as code: `event.order_id`, `{{ customer.name }}`, `/rules/0`, addresses, the end of a key.
    const prose = text.replace(/…[\w-]+|\{\{[^}]*\}\}|[\w-]*[._/@:][\p{L}\d_…./@:-]+/gu, ' ')
    return (prose.match(/[A-Za-z][A-Za-z0-9]{2,}/g) ?? [])
      .filter((word) => !international.has(word) && !named.has(word))
      .map((word) => `${word} in “${text.trim().slice(0, 60)}”`)
  })
  return [...new Set(left)]
}

async function eachState(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  for (const path of await screensOf(made)) {
    const settle = async (): Promise<void> => {
      await page.goto(wend.url + path)
      await page.locator('h1, .journey-name, h2').first().waitFor()
      await expect.poll(() => page.locator('.page-wait, [aria-busy="true"]').count()).toBe(0)
    }
    await settle()
    await look(path)
    const editing = /^\/journeys\/[^/]+$/.test(path)
    for (const { name, open } of statesOf(path, made)) {
      await page.locator('[data-card="n4"]').waitFor()
      await open(page)
      await look(`${path}, ${name}`)
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      if (await page.locator('.ant-modal-wrap:visible, .picker, .step-menu').count()) await settle()
    }
    // The bar is the same on every page of the shell: once for each bar.
    if (editing || path === '/journeys') {
      for (let nth = 0; nth < (await menusOf(page).count()); nth += 1) {
        await menusOf(page).nth(nth).click()
        await page.locator('.ant-dropdown:visible').first().waitFor()
        await look(`${path}, menu ${nth + 1}`)
        await page.keyboard.press('Escape')
      }
    }
  }
}

test('axe finds nothing on any screen, with menus and dialogs open, in the light and in the dark', {
  timeout: 300_000,
}, async () => {
  const { page } = await signIn(browser, wend)
  const found = new Map<string, string[]>()
  await eachState(page, async (name) => {
    const here = await violations(page, ['light', 'dark'])
    if (here.length > 0) found.set(name, here)
  })
  expect(Object.fromEntries(found)).toEqual({})
})

test('in Chinese axe finds nothing either, and no English is left on any screen, menus and dialogs included', {
  timeout: 300_000,
}, async () => {
  const { page } = await signIn(browser, wend, { locale: 'zh-CN' })
  const { json } = await ask(wend, 'GET', '/v1/journeys')
  const templates = z
    .object({ items: z.array(z.object({ events: z.array(z.string()) })) })
    .parse((await ask(wend, 'GET', '/v1/templates')).json)
  const events = templates.items.flatMap((template) => template.events)
  // Names that this workspace came with, those of events that templates listen to, and who is signed in.
  const named = new Set([...(JSON.stringify([json, events]).match(/[A-Za-z][A-Za-z0-9]{2,}/g) ?? []), 'Operator'])
  const found = new Map<string, string[]>()
  await eachState(page, async (name) => {
    const here = [...(await violations(page, [])), ...(await englishOn(page, named))]
    if (here.length > 0) found.set(name, here)
  })
  expect(Object.fromEntries(found)).toEqual({})
})
