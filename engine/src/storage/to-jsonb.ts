/// <reference lib="es2024.string" />

/**
 * A value as JSON text that Postgres takes as jsonb: a NUL and half a surrogate pair, which it refuses, become U+FFFD. What
 * customers send is checked at the edge; a template that cuts an emoji in two is found here.
 */
export function toJsonb(value: unknown): string {
  const text = JSON.stringify(value)
  if (!text.includes('\\u')) return text
  // JSON.stringify escapes halves of pairs, and only them, as \ud800 to \udfff.
  return text.replace(/\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g, (found) =>
    found === '\\u0000' || found.startsWith('\\ud') ? '\ufffd' : found,
  )
}

/** The same for a text. */
export const toText = (value: string): string => value.toWellFormed().replaceAll('\0', '\ufffd')
