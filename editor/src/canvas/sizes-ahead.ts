import { type NodeHandle, Position } from '@xyflow/react'
import type { NodeTypes } from '../node-types/links.ts'
import { outletsOfNode, summaryOf } from '../node-types/words.ts'
import { edgesFrom } from '../store/graph.ts'
import type { Journey, JourneyNode } from '../store/journey.ts'
import { cardWidth, fits, type Size, wordsPx } from './layout.ts'

/** What React Flow would find out of a card by drawing it unseen first, and then all of the lines. */
export interface Ahead {
  size: Size
  handles: NodeHandle[]
}

const borderPx = 1
const handlePx = 10
/** Padding, the name, and a line between the card and the words of its ways out, as the style sheet has them. */
const headPx = 24 + 20
const summaryLinePx = 18
const outletWordsHeightPx = 12 + 16 + 1

/**
 * The sizes that cards will have and where lines meet them, so that all of it is drawn at once. React Flow measures what
 * is drawn all the same: a card that is another size than was thought is put right then.
 */
export function sizesAhead(journey: Journey, types: NodeTypes, language: string): ReadonlyMap<string, Ahead> {
  return new Map(journey.nodes.map((node) => [node.id, sizeAhead(node, journey, types, language)]))
}

function sizeAhead(node: JourneyNode, { edges }: Journey, types: NodeTypes, language: string): Ahead {
  const linked = edgesFrom(edges, node.id).map(({ outlet }) => outlet)
  const outlets = outletsOfNode(node, types, language, linked)
  const width = cardWidth(outlets.length)
  const lines = linesOf(summaryOf(node, types, language) ?? '')
  const height = 2 * borderPx + headPx + lines * summaryLinePx + (outlets.length > 1 ? outletWordsHeightPx : 0)
  const at = (share: number) => borderPx + share * (width - 2 * borderPx) - handlePx / 2
  const handle = { width: handlePx, height: handlePx }
  return {
    size: { width, height },
    handles: [
      ...(types.get(node.type)?.entry
        ? []
        : [{ ...handle, type: 'target' as const, position: Position.Top, x: at(0.5), y: borderPx - handlePx / 2 }]),
      ...outlets.map(({ outlet }, nth) => ({
        ...handle,
        id: outlet,
        type: 'source' as const,
        position: Position.Bottom,
        x: at((nth + 0.5) / outlets.length),
        y: height - borderPx - handlePx / 2,
      })),
    ],
  }
}

let pen: CanvasRenderingContext2D | null | undefined

/** How many lines of a card its summary takes, one or two; more are cut. */
function linesOf(summary: string): number {
  if (fits(summary, wordsPx, 12)) return 1
  pen ??= document.createElement('canvas').getContext('2d')
  if (!pen) return 2
  pen.font = `12px ${getComputedStyle(document.body).fontFamily}`
  return pen.measureText(summary).width > wordsPx ? 2 : 1
}
