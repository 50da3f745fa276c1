import { useTranslation } from 'react-i18next'
import type { NodeTypes } from '../node-types/links.ts'
import { nameOf } from '../node-types/words.ts'
import { edgeId, type Journey } from '../store/journey.ts'
import '../styles/templates.css'

const card = { width: 248, height: 96 }
const marginPx = 24

/** What one customer took of a journey: her steps, the ways between them as `<from>:<outlet>`, and where she is. */
export interface Path {
  steps: ReadonlySet<string>
  ways: ReadonlySet<string>
  here: string | undefined
}

interface DrawingProps {
  journey: Journey
  types: NodeTypes
  /** What stands out of it; left out: all alike. */
  path?: Path
  /** Large enough for the names of its steps. */
  named?: boolean
}

/** A journey in small: its cards by category, its lines. Says nothing by itself: what it shows is told in words beside it. */
export function Drawing({ journey, types, path, named = false }: DrawingProps) {
  const { i18n } = useTranslation()
  const { nodes, edges } = journey
  const xs = nodes.map(({ position }) => position.x)
  const ys = nodes.map(({ position }) => position.y)
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const [right, bottom] = [Math.max(...xs) + card.width, Math.max(...ys) + card.height]
  const at = new Map(nodes.map(({ id, position }) => [id, position]))
  return (
    <svg
      className="drawing"
      aria-hidden="true"
      data-path={path !== undefined}
      viewBox={[left - marginPx, top - marginPx, right - left + 2 * marginPx, bottom - top + 2 * marginPx].join(' ')}
    >
      {edges.map(({ from, outlet, to }) => {
        const [start, end] = [at.get(from), at.get(to)]
        const way = edgeId({ from, outlet })
        return start && end ? (
          <path key={way} d={line(start, end)} data-way={way} data-taken={path?.ways.has(way)} />
        ) : null
      })}
      {nodes.map((node) => {
        const { id, type, position } = node
        return (
          <g
            key={id}
            data-category={types.get(type)?.category ?? 'end'}
            data-step={id}
            data-taken={path?.steps.has(id)}
            data-here={path?.here === id}
          >
            <title>{nameOf(node, types, i18n.language)}</title>
            <rect x={position.x} y={position.y} {...card} rx={18} />
            <circle cx={position.x + 44} cy={position.y + card.height / 2} r={20} />
            {named ? (
              <foreignObject x={position.x + 76} y={position.y} width={card.width - 88} height={card.height}>
                <p className="drawn-name">
                  <span>{nameOf(node, types, i18n.language)}</span>
                </p>
              </foreignObject>
            ) : (
              <>
                <line x1={position.x + 84} x2={position.x + 208} y1={position.y + 38} y2={position.y + 38} />
                <line x1={position.x + 84} x2={position.x + 160} y1={position.y + 62} y2={position.y + 62} />
              </>
            )}
          </g>
        )
      })}
    </svg>
  )
}

interface Place {
  x: number
  y: number
}

/** From the bottom of a card to the top of the next; a loop goes back along the side. */
function line(start: Place, end: Place): string {
  const from = { x: start.x + card.width / 2, y: start.y + card.height }
  const to = { x: end.x + card.width / 2, y: end.y }
  if (to.y > from.y) {
    const middle = (from.y + to.y) / 2
    return `M${from.x} ${from.y} C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`
  }
  const side = Math.max(start.x, end.x) + card.width + 20
  return `M${start.x + card.width} ${start.y + card.height / 2} C${side} ${start.y} ${side} ${end.y} ${end.x + card.width} ${end.y + card.height / 2}`
}
