import { htmlOfMjml, isMjml, mailParts } from '@wend/engine/channels/mail-html'
import { checkTemplate } from '@wend/engine/templates/check'
import { createRender, TemplateError } from '@wend/engine/templates/render'
import type { TemplateFormat } from '@wend/nodes/sdk/fields'
import type { Json, JsonObject } from '@wend/nodes/sdk/json'
import { textOfHtml } from '@wend/nodes/send-email/text-of-html'
import fc from 'fast-check'
import { Findings, type Part, type PartOptions } from './finding.ts'
import { anyTemplate, hostileMails, hostileTemplates } from './liquid-texts.ts'
import { oddText } from './odd.ts'
import { spentMs } from './spent.ts'

const formats = ['text', 'html', 'json', 'url', 'header'] as const satisfies TemplateFormat[]
/** Of CPU. */
const mostMs = 1_000

const attributes: fc.Arbitrary<JsonObject> = fc.record({
  name: oddText,
  list: fc.array(fc.oneof(oddText, fc.integer(), fc.constantFrom<Json>(null, { a: 1 }, [])), { maxLength: 5 }),
  number: fc.double(),
  at: fc.constantFrom('2026-01-31', '9999-12-31T23:59:59Z', 'never'),
  deep: fc.constant({ a: { b: 'c' } }),
  long: fc.constant('abc '.repeat(7_000)),
})
const large: JsonObject = {
  name: 'Ada',
  list: [{ a: 1 }, { a: 2 }],
  long: 'abc '.repeat(7_000),
  angles: '<'.repeat(30_000),
  blanks: ' '.repeat(30_000),
  percents: '%c'.repeat(10_000),
}

interface Tried {
  checkMs: number
  renderMs: number
  came: string
  fault: string | undefined
}

/** Checks and renders one template: neither may throw anything unforeseen, take long, or disagree with the other. */
function tryTemplate(source: string, format: TemplateFormat, customer: JsonObject): Tried {
  let at = spentMs()
  const refused = checkTemplate(source, format, 'en').some(({ severity }) => severity === 'error')
  const checkMs = spentMs() - at
  at = spentMs()
  let came = 'rendered'
  let fault: string | undefined
  try {
    const render = createRender({ customer, event: {}, entry: {}, journey: {}, workspace: {} })
    if (/native code|\[Function/.test(render[format](source))) fault = 'shows a function'
  } catch (error) {
    came = error instanceof TemplateError ? error.code : 'thrown'
    if (came === 'thrown') fault = `render throws ${String(error).slice(0, 200)}`
    // What stands in the argument of `where_exp` and its like is read only when it is rendered.
    if (!refused && !source.includes('_exp') && (came === 'template-syntax' || came === 'template-in-host'))
      fault = `check takes it, render says ${came}`
  }
  const renderMs = spentMs() - at
  if (checkMs > mostMs) fault = `check takes ${Math.round(checkMs)} ms`
  if (renderMs > mostMs) fault = `render takes ${Math.round(renderMs)} ms`
  if (Object.hasOwn(Object.prototype, 'polluted')) fault = 'has changed the prototype of all objects'
  return { checkMs, renderMs, came, fault }
}

/** Random and hostile templates through check and render, in every place where a template may stand, and hostile e-mails. */
export async function fuzzTemplates({ seed, count, say }: PartOptions): Promise<Part> {
  const findings = new Findings()
  const kinds = new Map<string, { times: number; checkMs: number; renderMs: number }>()
  let tried = 0
  const note = ({ came, checkMs, renderMs }: Pick<Tried, 'came' | 'checkMs' | 'renderMs'>) => {
    const kind = kinds.get(came) ?? { times: 0, checkMs: 0, renderMs: 0 }
    kinds.set(came, {
      times: kind.times + 1,
      checkMs: Math.max(kind.checkMs, checkMs),
      renderMs: Math.max(kind.renderMs, renderMs),
    })
    tried += 1
    if (tried % 500 === 0) say(`${tried} templates, ${findings.all.length} findings`)
  }
  const add = (what: string, source: string, at = 'templates') =>
    findings.add({ at, what, seed, repeat: JSON.stringify(source.length > 600 ? `${source.slice(0, 600)}…` : source) })

  for (const source of hostileTemplates) {
    for (const format of formats) {
      const came = tryTemplate(source, format, large)
      note(came)
      if (came.fault) add(came.fault, source)
    }
  }
  for (const body of hostileMails) {
    const at = spentMs()
    const text = textOfHtml(body)
    const html = isMjml(body) ? await htmlOfMjml(body) : body
    if (html !== undefined)
      mailParts({ html, text, preheader: 'x', unsubscribeUrl: 'https://x.invalid/u', language: 'en' })
    const tookMs = spentMs() - at
    note({ came: html === undefined ? 'a mail, refused' : 'a mail', checkMs: 0, renderMs: tookMs })
    if (tookMs > mostMs) add(`a mail takes ${Math.round(tookMs)} ms`, body, 'mails')
    if (html?.includes('root:')) add('a mail shows a file of this machine', body, 'mails')
  }
  const property = fc.property(anyTemplate, fc.constantFrom(...formats), attributes, (source, format, customer) => {
    const came = tryTemplate(source, format, customer)
    note(came)
    if (came.fault) throw new Error(came.fault)
  })
  for (let nth = 0; tried < count; nth++) {
    const came = fc.check(property, { seed: seed + nth, numRuns: 500 })
    if (came.failed) add(String(came.errorInstance), came.counterexample?.[0] ?? '')
    if (findings.all.length > 20) break
  }
  return {
    name: 'templates',
    tried,
    findings,
    table: [
      ['came out as', 'templates', 'slowest check, ms', 'slowest render, ms'],
      ...[...kinds].map(([kind, { times, checkMs, renderMs }]) => [
        kind,
        String(times),
        checkMs.toFixed(0),
        renderMs.toFixed(0),
      ]),
    ],
  }
}
