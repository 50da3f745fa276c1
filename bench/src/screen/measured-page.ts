import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { transformWithOxc } from 'vite'
import { z } from 'zod'
import { percentile } from '../stand/figures.ts'

/** Makes a page tell when so many cards are seen, and how long its frames take. Before it is opened. */
export async function measureIn(page: Page, cards: number): Promise<void> {
  const file = join(import.meta.dirname, 'page', 'probe.ts')
  const { code } = await transformWithOxc(await readFile(file, 'utf8'), file)
  await page.addInitScript(`${code}\nprobe.watch(${cards})`)
}

/** Opens a page and answers after how many milliseconds its cards were seen. */
export async function opened(page: Page, url: string): Promise<number> {
  await page.goto(url)
  return z.number().parse(await page.evaluate('probe.drawn'))
}

const moves = 90
const betweenMs = 16

/** Drags a card about, as a hand does. Answers the milliseconds that 95 of 100 frames did not exceed meanwhile. */
export async function draggedFrame(page: Page, card: string): Promise<number> {
  const box = await page.locator(card).boundingBox()
  if (!box) throw new Error(`${card} is not seen`)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 4]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.evaluate('probe.record()')
  for (let nth = 1; nth <= moves; nth++) {
    const turn = (nth / moves) * 4 * Math.PI
    await page.mouse.move(x + 90 * Math.sin(turn), y + 60 * Math.sin(2 * turn))
    await page.waitForTimeout(betweenMs)
  }
  const frames = z.array(z.number()).parse(await page.evaluate('probe.frames()'))
  await page.mouse.up()
  // The first began before the hand did.
  return percentile(frames.slice(1), 0.95)
}

const cost = z.object({ cards: z.number(), ms: z.number() })

/** For each letter typed in what has the focus: how many cards are drawn anew, and how long until the frame that shows it. */
export async function typed(page: Page, text: string): Promise<z.infer<typeof cost>[]> {
  const costs: z.infer<typeof cost>[] = []
  for (const letter of text) {
    await page.evaluate('probe.expectKey()')
    await page.keyboard.type(letter)
    costs.push(cost.parse(await page.evaluate('probe.typed()')))
  }
  return costs
}
