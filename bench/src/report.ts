import { z } from 'zod'
import type { Line, RowResult } from './rows/row.ts'
import { median, shown } from './stand/figures.ts'
import { table } from './stand/table.ts'

const line = z.object({
  what: z.string(),
  unit: z.string(),
  ours: z.array(z.number()),
  yardstick: z.array(z.number()).exactOptional(),
  ratio: z.array(z.number()).exactOptional(),
  bound: z.union([z.object({ atLeast: z.number() }), z.object({ atMost: z.number() })]).exactOptional(),
})

/** What one run of the bench writes, as JSON. */
export const results = z.object({
  at: z.string(),
  mode: z.enum(['quick', 'default', 'full']),
  machine: z.record(z.string(), z.string()),
  rows: z.record(
    z.string(),
    z.object({
      tookSeconds: z.number(),
      sizes: z.record(z.string(), z.number()),
      lines: z.array(line),
      notes: z.array(z.string()).exactOptional(),
    }),
  ),
})
export type Results = z.infer<typeof results>

/** Whether a line keeps its bound; true where it has none. */
export function holds({ ours, ratio, bound }: Line): boolean {
  if (!bound) return true
  const value = median(ratio ?? ours)
  return 'atLeast' in bound ? value >= bound.atLeast : value <= bound.atMost
}

const head = ['measured', 'Wend', 'yardstick', 'ratio', 'least – most', 'bound', '']

/** `judged`: whether a bound that is not kept breaks the run; a quick look only shows it. */
export function reportOf(name: string, { sizes, lines, notes = [] }: RowResult, judged: boolean): string {
  const size = Object.entries(sizes).map(([what, n]) => `${n.toLocaleString('en')} ${what}`)
  const told = lines.map((each) => {
    const { what, unit, ours, yardstick, ratio, bound } = each
    const spread = ratio ?? ours
    return [
      what,
      `${shown(median(ours))} ${unit}`.trim(),
      yardstick ? `${shown(median(yardstick))} ${unit}`.trim() : '',
      ratio ? shown(median(ratio)) : '',
      spread.length > 1 ? `${shown(Math.min(...spread))} – ${shown(Math.max(...spread))}` : '',
      bound ? ('atLeast' in bound ? `≥ ${shown(bound.atLeast)}` : `≤ ${shown(bound.atMost)}`) : '',
      bound ? (holds(each) ? 'holds' : judged ? 'BROKEN' : 'not held') : '',
    ]
  })
  return [`${name}: ${size.join(', ')}`, table([head, ...told]), ...notes.map((note) => `  ${note}`), ''].join('\n')
}

/** Two runs beside each other, line by line. */
export function comparison(before: Results, after: Results): string {
  const told = Object.entries(after.rows).flatMap(([name, row]) =>
    row.lines.flatMap((line) => {
      const other = before.rows[name]?.lines.find(({ what }) => what === line.what)
      if (!other) return []
      const [from, to] = [median(other.ratio ?? other.ours), median(line.ratio ?? line.ours)]
      return [[name, line.what, shown(from), shown(to), `${shown(((to - from) / from) * 100)} %`]]
    }),
  )
  return table([['row', 'measured (the ratio where there is one)', before.at, after.at, 'change'], ...told])
}
