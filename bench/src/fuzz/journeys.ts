import { type Compiled, compile } from '@wend/engine/compile/compile'
import { journey } from '@wend/engine/journey/journey'
import { plan } from '@wend/engine/journey/plan'
import { canonicalJson } from '@wend/engine/rules/canonical'
import { catalog } from '@wend/nodes/catalog'
import fc from 'fast-check'
import type { Stand } from '../stand/stand.ts'
import { loadInEditor } from './editor-load.ts'
import { Findings, type Part, type PartOptions } from './finding.ts'
import { anyJourneyFile } from './journey-files.ts'
import { type RunCounts, runJourneys } from './journey-runs.ts'
import { spentMs } from './spent.ts'

const mostMs = 2_000
type Kind = 'has not the shape' | 'refused by check' | 'can be published'

/** Reads, checks and compiles a file in both languages: nothing may throw, and what is accepted is a plan that can be kept. */
function checkFile(text: string): Kind {
  const file: unknown = JSON.parse(text)
  const read = journey.safeParse(file)
  if (!read.success) {
    if (read.error.issues.length === 0) throw new Error('refused without a reason')
    return 'has not the shape'
  }
  const compiled = compile(read.data, catalog, { language: 'en' })
  const inChinese = compile(read.data, catalog, { language: 'zh-CN' })
  if (compiled.ok !== inChinese.ok) throw new Error('the languages disagree')
  const issues = compiled.ok ? compiled.value.warnings : compiled.issues
  if (!compiled.ok && !issues.some(({ severity }) => severity === 'error')) throw new Error('refused without an error')
  for (const { path, message, node } of issues) {
    if (!path.startsWith('/') || message === '') throw new Error(`an issue points nowhere: ${path}`)
    if (node !== undefined && !read.data.nodes.some(({ id }) => id === node))
      throw new Error(`an issue of no node: ${node}`)
  }
  if (compiled.ok) checkPlan(compiled.value)
  return compiled.ok ? 'can be published' : 'refused by check'
}

/** A plan comes back from Postgres as it went, and leads nowhere that is not there. */
function checkPlan({ plan: made }: Compiled): void {
  const back = plan.parse(JSON.parse(JSON.stringify(made)))
  if (canonicalJson(back) !== canonicalJson(made)) throw new Error('the plan changes as it is kept')
  for (const { edges } of Object.values(back.nodes))
    for (const to of Object.values(edges))
      if (!back.nodes[to]) throw new Error(`an edge leads to ${to}, which is not there`)
  if (back.entries.length === 0) throw new Error('a plan that nobody can enter')
}

/** Random and changed journey files through check, compile and the editor, and some through the running Wend with customers inside. */
export async function fuzzJourneys(stand: Stand, { seed, count, say }: PartOptions): Promise<Part> {
  const findings = new Findings()
  const kinds = new Map<string, { times: number; slowestMs: number }>()
  let tried = 0
  const property = fc.asyncProperty(anyJourneyFile, async (file) => {
    tried += 1
    const text = JSON.stringify(file) ?? 'null'
    const at = spentMs()
    const kind = checkFile(text)
    if (kind !== 'has not the shape') await loadInEditor(text)
    const tookMs = spentMs() - at
    const known = kinds.get(kind) ?? { times: 0, slowestMs: 0 }
    kinds.set(kind, { times: known.times + 1, slowestMs: Math.max(known.slowestMs, tookMs) })
    if (tookMs > mostMs) throw new Error(`takes ${Math.round(tookMs)} ms`)
  })
  for (let nth = 0; tried < count && findings.all.length < 10; nth++) {
    const came = await fc.check(property, {
      seed: seed + nth,
      numRuns: 250,
      interruptAfterTimeLimit: 30_000,
      markInterruptAsFailure: false,
    })
    say(`${tried} of ${count} journey files, ${findings.all.length} findings`)
    if (!came.failed) continue
    const file = JSON.stringify(came.counterexample?.[0]) ?? 'undefined'
    findings.add({
      at: 'journey files',
      what: String(came.errorInstance),
      seed: seed + nth,
      repeat: file.slice(0, 3_000),
    })
  }
  const ran: RunCounts = await runJourneys(stand, { seed, count: Math.max(20, Math.round(count / 25)), say }, findings)
  return {
    name: 'journeys',
    tried,
    findings,
    table: [
      ['a file', 'files', 'slowest, ms'],
      ...[...kinds].map(([kind, { times, slowestMs }]) => [kind, String(times), slowestMs.toFixed(0)]),
      ...Object.entries(ran).map(([what, times]) => [`over HTTP: ${what}`, String(times), '']),
    ],
  }
}
