import { oneLine } from './keepable.ts'

export interface Mailbox {
  name: string
  address: string
}

const address = /^[^\s@<>(),;:"\\[\]\p{Cc}]{1,64}@(?!-)[^\s@<>(),;:"\\[\]\p{Cc}]{1,189}$/u

/** An address that might exist, or undefined: one @, and nothing that would end or change a header or an SMTP command. */
export function mailAddress(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return address.test(text) && !/\.\.|^\.|@\.|\.@|\.$/.test(text) ? text : undefined
}

/** Reads `Name <address>` or an address alone. The address is the last in brackets, whatever the name holds. */
export function mailbox(text: string): Mailbox | undefined {
  const line = oneLine(text)
  const [, named, bracketed] = /^(.*)<([^<>]*)>$/.exec(line) ?? []
  const found = mailAddress(bracketed ?? line)
  return found === undefined ? undefined : { name: plainName(named ?? ''), address: found }
}

/** As it is kept and shown. What `mailbox` reads from it is the same. */
export const mailboxText = ({ name, address }: Mailbox): string => (name ? `${name} <${address}>` : address)

/** A display name without what could be taken for an address. */
export const plainName = (name: string): string => oneLine(name.replace(/["<>]/g, ' ')).replace(/ {2,}/g, ' ')
