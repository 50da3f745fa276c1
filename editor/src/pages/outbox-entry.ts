import type { Message } from '../api/messages.ts'

/** What stands where a mail program shows the subject. */
export const titleOf = ({ content }: Message): string | undefined =>
  [content.subject, content.title, content.url].find((text) => typeof text === 'string' && text !== '')?.toString()

/** Who got it, as a list names her: a customer, or who sent a test to herself. */
export function whoGot({ kind, customer, customerName, recipient, by }: Message): { id: string; name: string | null } {
  if (kind === 'touch') return { id: customer ?? '', name: customerName }
  return { id: recipient || (customer ?? by ?? ''), name: null }
}
