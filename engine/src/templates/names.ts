import { type Template, TypeGuards, toValueSync, Value } from 'liquidjs'

/**
 * The first words of what templates name (`customer` of `customer.name`), but for what they themselves assign or loop over.
 * liquidjs's own analysis finds the line of each, from the top: a long template took it half a minute.
 */
export function rootNames(templates: readonly Template[]): string[] {
  const named = new Set<string>()
  const assigned = new Set<string>()

  const visit = (template: Template, above: ReadonlySet<string>): void => {
    for (const argument of template.arguments?.() ?? []) note(argument, above)
    for (const { content } of template.localScope?.() ?? []) assigned.add(content)
    if (!template.children) return
    const inside = new Set([...above, ...(template.blockScope?.() ?? [])])
    const children: Template[] = toValueSync(template.children(false, true))
    for (const child of children) visit(child, inside)
  }

  /** Of a value, of a token in it, of the arguments of its filters. Not recursive: tokens may be nested deeply. */
  const note = (from: unknown, above: ReadonlySet<string>): void => {
    for (const open: unknown[] = [from]; open.length > 0; ) {
      const at = open.pop()
      if (at instanceof Value || TypeGuards.isFilteredValueToken(at)) {
        for (const part of [...at.initial.postfix, ...at.filters.flatMap(({ args }) => args.flat())]) open.push(part)
      } else if (TypeGuards.isRangeToken(at)) open.push(at.lhs, at.rhs)
      else if (TypeGuards.isPropertyAccessToken(at)) {
        const [root] = at.props
        if (root && (TypeGuards.isWordToken(root) || TypeGuards.isQuotedToken(root))) {
          if (!above.has(root.content) && !assigned.has(root.content)) named.add(root.content)
        }
        for (const part of at.props) if (TypeGuards.isPropertyAccessToken(part)) open.push(part)
      }
    }
  }

  for (const template of templates) visit(template, new Set())
  return [...named]
}
