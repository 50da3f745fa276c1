import { distance } from 'fastest-levenshtein'

/** Case and what parts words are no difference to who types: `Order Completed` and `order_completed`. */
const folded = (name: string) => name.toLowerCase().replace(/[\s_.-]/g, '')

/** The known name that was probably meant by one that is not known: a slip or two apart. Of equals the first. */
export function nearName(typed: string, known: readonly string[]): string | undefined {
  const wanted = folded(typed)
  const slips = wanted.length < 4 ? 0 : wanted.length < 7 ? 1 : 2
  const near = known
    .map((name) => ({ name, apart: distance(wanted, folded(name)) }))
    .filter((one) => one.apart <= slips)
  return near.sort((a, b) => a.apart - b.apart)[0]?.name
}
