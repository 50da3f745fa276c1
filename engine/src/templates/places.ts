import type { TemplateFormat } from '@wend/nodes/sdk/fields'
import { toValue } from 'liquidjs'

/** A value that a filter has already made fit for where it will stand. */
export class Fit {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

/** What an output writes, told apart from the author's own text. */
export class Slot {
  readonly value: unknown
  constructor(value: unknown) {
    this.value = value
  }
  /** Not escaped: a captured text is escaped where it is written. */
  toString(): string {
    return textOf(this.value)
  }
}

/** A value as Liquid writes it. Objects, which Liquid would write as `[object Object]`, as JSON. */
export function textOf(raw: unknown): string {
  const value: unknown = toValue(raw)
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(textOf).join('')
  if (value instanceof Fit) return value.text
  return Object.getPrototypeOf(value) === Object.prototype ? JSON.stringify(value) : String(value)
}

/** Writes values as they must stand at this place of the text. One for each rendering: it knows what came before. */
export interface Place {
  /** The author's own text, as it is written. */
  literal(text: string): void
  value(value: unknown): string
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}
export const escapeHtml = (text: string): string => text.replace(/[&<>"'`]/g, (found) => entities[found] ?? found)

/** Lone surrogates, which have no place in UTF-8, become replacement characters. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(
    text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD'),
  ).replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)

const asIs = (): Place => ({ literal: () => undefined, value: textOf })

const inHtml = (): Place => ({
  literal: () => undefined,
  value: (value) => (value instanceof Fit ? value.text : escapeHtml(textOf(value))),
})

/** Inside quotes, the inside of a JSON string; outside, a whole JSON value. Either way the body stays what its author drew. */
function inJson(): Place {
  let quoted = false
  return {
    literal(text) {
      for (let at = 0; at < text.length; at++) {
        if (quoted && text[at] === '\\') at++
        else if (text[at] === '"') quoted = !quoted
      }
    },
    value(raw) {
      const value: unknown = toValue(raw)
      if (quoted) return JSON.stringify(textOf(value)).slice(1, -1)
      if (value instanceof Fit) return value.text
      if (typeof value === 'number' || typeof value === 'boolean') return String(value)
      const whole = typeof value === 'object' && value !== null ? JSON.stringify(value) : undefined
      return whole ?? JSON.stringify(value === undefined || value === null ? null : textOf(value))
    },
  }
}

/** Percent-encoded. In the path, a value of dots alone would climb out of its folder, however it is encoded: it is left out. */
function inUrl(): Place {
  let inPath = true
  return {
    literal(text) {
      if (/[?#]/.test(text)) inPath = false
    },
    value(value) {
      if (value instanceof Fit) return value.text
      const text = textOf(value)
      return inPath && /^\.+$/.test(text) ? '' : percentEncode(text)
    },
  }
}

/** How values stand in each kind of text. */
export const places: Record<TemplateFormat, () => Place> = {
  text: asIs,
  html: inHtml,
  json: inJson,
  url: inUrl,
  header: asIs,
}
