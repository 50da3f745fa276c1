import type { Template } from '../api/templates.ts'

/** Of each family the template that needs the fewest events which were not received yet; of equals the first. */
export function nearest<T extends Pick<Template, 'family' | 'events'>>(
  templates: readonly T[],
  families: readonly Template['family'][],
  received: ReadonlySet<string>,
): T[] {
  const missing = ({ events }: T) => events.filter((event) => !received.has(event)).length
  return families.flatMap((family) => {
    const [first, ...others] = templates.filter((template) => template.family === family)
    return first ? [others.reduce((best, each) => (missing(each) < missing(best) ? each : best), first)] : []
  })
}
