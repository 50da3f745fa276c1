import type { Render } from '@wend/nodes/sdk/define-node'
import type { TemplateFormat } from '@wend/nodes/sdk/fields'
import type { JsonObject } from '@wend/nodes/sdk/json'
import { Context, toValueSync } from 'liquidjs'
import { hostIsFixed } from './host.ts'
import { engineOf, PlacedText, parse, TemplateError, triedForMs } from './liquid.ts'
import { places } from './places.ts'
import { WatchedContext } from './watched-context.ts'

export { TemplateError } from './liquid.ts'

/** What templates may name. `secrets` where they may stand: in webhooks, as markers. */
export interface Scope {
  customer: Readonly<JsonObject>
  event: Readonly<JsonObject>
  entry: Readonly<JsonObject>
  journey: Readonly<JsonObject>
  workspace: Readonly<JsonObject>
  secrets?: Readonly<JsonObject> | undefined
}

export interface RenderOptions {
  /** An IANA name; default UTC. */
  timeZone?: string | undefined
  /** Told the path of each value that came out empty, as often as it did. Costs time: only who looks asks for it. */
  noteEmpty?: ((path: string) => void) | undefined
}

/** The most outputs, tags and texts drawn in one rendering, those in loops each time: ten times what any real one draws. */
const mostDrawn = 50_000

/**
 * Renders templates over a scope, which is never changed. Values are escaped for where they stand: in HTML always, in JSON
 * as the inside of a string or, outside quotes, as a whole value, in URLs percent-encoded. Missing values are empty
 * (null in JSON outside quotes). Dates are written in `timeZone`.
 * Throws `TemplateError` for what check finds as well, and for a template that loops or grows past its limits: 50,000 pieces
 * drawn, two tries of 0.1 s, 5 million units of memory, 2 million characters. One that did so for three customers is not tried
 * again for a minute, so that it holds up nobody else.
 */
export function createRender(scope: Scope, options: RenderOptions = {}): Render {
  const render = (source: string, format: TemplateFormat): string => {
    // Most texts are plain.
    if (!source.includes('{{') && !source.includes('{%')) return source
    if (isExhausting(source)) throw new TemplateError('template-limit', 'it exceeded its limits for others just now')
    try {
      return renderOnce(source, format, scope, options)
    } catch (error) {
      const first = reasonOf(error)
      if (first.code !== 'template-limit') throw first
      // The clock also runs while the process is held up: only what ran out of time may have done so for no fault of its own.
      if (!ranOutOfTime(error)) {
        noteExhausted(source)
        throw first
      }
    }
    try {
      return renderOnce(source, format, scope, options)
    } catch (error) {
      const again = reasonOf(error)
      if (again.code === 'template-limit') noteExhausted(source)
      throw again
    }
  }

  return {
    text: (source) => render(source, 'text'),
    html: (source) => render(source, 'html'),
    json: (source) => render(source, 'json'),
    url(source) {
      if (!hostIsFixed(source)) throw new TemplateError('template-in-host', 'a template stands in scheme, host or port')
      return render(source, 'url')
    },
    header: (source) =>
      render(source, 'header')
        .replace(/[\r\n]+[ \t]*/g, ' ')
        .replace(/\p{Cc}/gu, ''),
  }
}

const refusedForMs = 60_000
const mostTimes = 3
const mostRemembered = 200
/** Templates that exceeded their limits lately: how often, and until when that is remembered. */
const exhausted = new Map<string, { times: number; untilMs: number }>()

function isExhausting(source: string): boolean {
  const found = exhausted.get(source)
  if (!found) return false
  if (found.untilMs <= Date.now()) exhausted.delete(source)
  return found.untilMs > Date.now() && found.times >= mostTimes
}

function noteExhausted(source: string): void {
  if (exhausted.size >= mostRemembered) exhausted.clear()
  exhausted.set(source, { times: (exhausted.get(source)?.times ?? 0) + 1, untilMs: Date.now() + refusedForMs })
}

function renderOnce(source: string, format: TemplateFormat, scope: Scope, wanted: RenderOptions): string {
  const liquid = engineOf(format)
  const templates = parse(source, format)
  const { timeZone = 'UTC', noteEmpty } = wanted
  const options = { ...liquid.options, timezoneOffset: timeZone }
  const made = [{ ...scope }, options, { sync: true, renderLimit: triedForMs }, { liquid }] as const
  const watched = noteEmpty && new WatchedContext(noteEmpty, ...made)
  const context = watched ?? new Context(...made)
  const { renderLimit: clock } = context
  const checkClock = clock.check.bind(clock)
  let drawn = 0
  // Asked before each piece.
  clock.check = (nowMs) => {
    watched?.begin()
    drawn += 1
    if (drawn > mostDrawn) throw new TemplateError('template-limit', 'the template draws too much')
    checkClock(nowMs)
  }
  const written: unknown = toValueSync(
    liquid.renderer.renderTemplates(templates, context, new PlacedText(places[format]())),
  )
  return String(written)
}

const originalOf = (error: unknown): unknown =>
  error instanceof Error && 'originalError' in error && error.originalError instanceof Error
    ? error.originalError
    : error

function ranOutOfTime(error: unknown): boolean {
  const original = originalOf(error)
  return original instanceof Error && /^template render limit exceeded/.test(original.message)
}

/** Why it failed, without a word of what was being rendered. */
function reasonOf(error: unknown): TemplateError {
  const original = originalOf(error)
  if (original instanceof TemplateError) return original
  const message = original instanceof Error ? original.message : ''
  const name = error instanceof Error ? error.name : ''
  if (/limit exceeded|Invalid string length|Maximum call stack/.test(message))
    return new TemplateError('template-limit', 'the template takes too long or too much memory')
  if (name === 'ParseError' || name === 'TokenizationError')
    return new TemplateError('template-syntax', 'the template cannot be read')
  return new TemplateError('template-failed', 'the template could not be rendered')
}
