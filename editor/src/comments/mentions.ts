import type { Operator } from '../api/types.ts'

/** What is being typed behind an @, right before the caret; undefined where no name is. */
export function mentionBefore(text: string, caret: number): { from: number; typed: string } | undefined {
  const found = /(?:^|[\s(（，。、：])@([^@\n]{0,40})$/u.exec(text.slice(0, caret))
  const typed = found?.[1]
  return typed === undefined ? undefined : { from: caret - typed.length, typed }
}

/** Whose names go on like what was typed. */
export const matching = (operators: readonly Operator[], typed: string): Operator[] =>
  operators.filter(({ name }) => name.toLowerCase().startsWith(typed.toLowerCase())).slice(0, 6)

/** Whom a text mentions by name. */
export const mentionedIn = (text: string, operators: readonly Operator[]): string[] => {
  const said = new Set(
    partsOf(
      text,
      operators.map(({ name }) => name),
    ).flatMap(({ text: part, mention }) => (mention ? part : [])),
  )
  return operators.filter(({ name }) => said.has(`@${name}`)).map(({ id }) => id)
}

/** A text cut where names are mentioned; of two names that fit, the longer. */
export function partsOf(text: string, names: readonly string[]): { text: string; mention: boolean; from: number }[] {
  const longest = [...names].filter(Boolean).sort((a, b) => b.length - a.length)
  const parts: { text: string; mention: boolean; from: number }[] = []
  let plainFrom = 0
  const plain = (to: number) => {
    if (to > plainFrom) parts.push({ text: text.slice(plainFrom, to), mention: false, from: plainFrom })
  }
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const name = longest.find((one) => text.startsWith(one, at + 1))
    if (name === undefined) continue
    plain(at)
    parts.push({ text: `@${name}`, mention: true, from: at })
    plainFrom = at + 1 + name.length
  }
  plain(text.length)
  return parts
}
