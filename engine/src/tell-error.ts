import pg from 'pg'

/** Postgres quotes the value at fault in these: data exceptions. */
const quotesValues = /^22/

/**
 * What a log may say of an error: its stack, but of Postgres's neither the rows nor the values that it names, for they are
 * customers'.
 */
export function tellError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const stack = error.stack ?? error.message
  if (!(error instanceof pg.DatabaseError)) return stack
  const { code = '', message } = error
  return `${code} ${quotesValues.test(code) ? stack.replace(message, 'a value that Postgres refuses') : stack}`
}
