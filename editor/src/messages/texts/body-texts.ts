import { decodeAttribute, decodeText, encodeAttribute, encodeText } from './encode.ts'
import { piecesOf } from './liquid.ts'
import { elementsOf, type Place } from './places.ts'

/** A text of a body that somebody may change without seeing a tag: what is read, and where it is written. */
export interface BodyText extends Place {
  value: string
}

/** In letters. No e-mail comes near it: mail programs cut off what is longer than half of that. */
const longest = 200_000

/** The texts, links and pictures of a body, in the order they are read in; undefined where the body can't be read so. */
export function readTexts(body: string): BodyText[] | undefined {
  if (body.length > longest) return undefined
  const places = elementsOf(body, masked(body))
  return places
    ?.flatMap((place) => (place.written === 'text' ? withoutTags(body, place) : [place]))
    .map((place) => {
      const source = body.slice(place.from, place.to)
      return { ...place, value: place.written === 'text' ? decodeText(source) : decodeAttribute(source) }
    })
    .filter(({ value, written, from, to }) => written !== 'text' || from === to || value.trim() !== '')
}

/** The body with one text changed, and nothing else of it; the other texts where they stand then. */
export function writeText(body: string, texts: readonly BodyText[], nth: number, value: string) {
  const text = texts[nth]
  if (!text) return { body, texts: [...texts] }
  const { from, to, written } = text
  const source = written === 'text' ? encodeText(value) : asAttribute(text, value)
  const by = source.length - (to - from)
  const moved = texts.map((one, at) => {
    if (at === nth) return { ...one, value, to: from + source.length }
    // What was put in at the same place as an attribute that is not there yet stands before it.
    const behind = one.from >= to && (one.from > from || at > nth)
    return behind ? { ...one, from: one.from + by, to: one.to + by } : one
  })
  return { body: body.slice(0, from) + source + body.slice(to), texts: moved }
}

function asAttribute({ written, name }: BodyText, value: string): string {
  if (written === "'") return encodeAttribute(value, "'")
  const encoded = encodeAttribute(value, '"')
  return written === 'bare' ? `"${encoded}"` : written === 'absent' ? ` ${name}="${encoded}"` : encoded
}

/** Liquid is nothing to a reader of HTML: an output is a word, a tag is white space, both as long as they are. */
const masked = (body: string): string =>
  piecesOf(body)
    .map(({ kind, text }) => (kind === 'plain' ? text : (kind === 'output' ? 'x' : ' ').repeat(text.length)))
    .join('')

/** Without the tags of Liquid that stand in it, and white space at its ends: each text between two of them is one. */
function withoutTags(body: string, place: Place): Place[] {
  const source = body.slice(place.from, place.to)
  if (source === '') return [place]
  const runs: Place[] = []
  let from = 0
  const add = (to: number) => {
    const run = source.slice(from, to)
    const begin = from + run.length - run.replace(/^[ \t\r\n]+/, '').length
    const end = from + run.replace(/[ \t\r\n]+$/, '').length
    if (end > begin) runs.push({ ...place, from: place.from + begin, to: place.from + end })
  }
  for (const piece of piecesOf(source)) {
    if (piece.kind !== 'tag') continue
    add(piece.from)
    from = piece.from + piece.text.length
  }
  add(source.length)
  return runs
}
