/** A whole piece of Liquid: a comment or raw text with its ends, a tag, an output. What is left open is none. */
const pieces =
  /\{%-?\s*(comment|raw)\s*-?%\}[\s\S]*?\{%-?\s*end\1\s*-?%\}|\{%[\s\S]*?%\}|\{\{(?:"[^"]*"|'[^']*'|[^"'}]|\}(?!\}))*\}\}/g

export interface Piece {
  text: string
  /** `output` is written into the text; `tag` decides about it, or is not written at all. */
  kind: 'plain' | 'output' | 'tag'
  from: number
}

/** A template as what is Liquid in it and what is not, in order and complete. */
export function piecesOf(template: string): Piece[] {
  const found: Piece[] = []
  let done = 0
  const plain = (to: number) => {
    if (to > done) found.push({ text: template.slice(done, to), kind: 'plain', from: done })
  }
  for (const { 0: text, index } of template.matchAll(pieces)) {
    plain(index)
    found.push({ text, kind: text.startsWith('{{') ? 'output' : 'tag', from: index })
    done = index + text.length
  }
  plain(template.length)
  return found
}
