import { condition, defineSignal, proxyActivities, setHandler, sleep } from '@temporalio/workflow'
import type { Deeds } from './deeds.ts'

const { passOn } = proxyActivities<Deeds>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
})

export const bought = defineSignal('bought')

/** Entry → wait → branch → webhook → end. */
export async function delayed(enrollment: string, untilMs: number): Promise<void> {
  await sleep(untilMs - Date.now())
  await passOn(enrollment, 'timed-out')
}

/** Entry → wait for a purchase, or a day → branch → webhook → end. */
export async function listening(enrollment: string): Promise<void> {
  let came = false
  setHandler(bought, () => {
    came = true
  })
  await condition(() => came, '1 day')
  await passOn(enrollment, came ? 'yes' : 'timed-out')
}
