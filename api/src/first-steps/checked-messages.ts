import type { Incoming } from '@wend/engine/changes/incoming'
import type { Language } from '@wend/nodes/sdk/issue'
import { checkMessage } from '../events/message.ts'

/** Invented messages, checked as those of customers are. */
export function checkedMessages(sent: readonly object[], language: Language, nowMs: number): Incoming[] {
  return sent.map((one) => {
    const checked = checkMessage(one, undefined, { receivedMs: nowMs, language })
    if (!checked.ok) throw new Error(`a demo message is unsound: ${checked.kept}`)
    return checked.message
  })
}
