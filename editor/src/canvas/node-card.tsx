import { Handle, type Node, type NodeProps, Position, useUpdateNodeInternals } from '@xyflow/react'
import { CircleAlert } from 'lucide-react'
import { Fragment, memo, use, useEffect, useRef } from 'react'
import { useWords } from '../i18n/words.tsx'
import { NodeIcon } from '../node-types/icon.tsx'
import type { OutletLabel } from '../node-types/outlets.ts'
import { nameOf, outletsOfNode, summaryOf } from '../node-types/words.ts'
import { useMark, useSession, useStores } from '../store/editor-stores.tsx'
import { CardMain } from './card-main.tsx'
import { CardPeople } from './card-people.tsx'
import { EarliestChip } from './earliest-chip.tsx'
import { EdgeCount } from './edge-count.tsx'
import { type Face, useFace } from './faces.tsx'
import { isOutside } from './is-outside.ts'
import { cardWidth, cutWhere, outletWordsPx } from './layout.ts'
import { LiveNumbers } from './live-numbers.tsx'
import { SeenContext, WholeContext } from './seen.ts'

export type CardNode = Node<Record<string, never>, 'card'>

/** One step on the canvas, whatever its type: what it is, what it does, and its ways out. */
export const NodeCard = memo(function NodeCard({ id, selected, height }: NodeProps<CardNode>) {
  const face = useFace(id)
  const whole = use(WholeContext)
  return face ? <Card face={face} selected={selected ?? false} roughPx={whole ? undefined : height} /> : null
})

interface CardProps {
  face: Face
  selected: boolean
  /** Its height, where it is not drawn whole yet. */
  roughPx: number | undefined
}

/** React Flow draws a step anew with its size, and when it is dragged: none of that is the card's. */
const Card = memo(function Card({ face, selected, roughPx }: CardProps) {
  const { t, language } = useWords()
  const { types, live } = useStores()
  const { node, linked, receives, stop } = face
  const { id } = node
  const type = types.get(node.type)
  const outlets = outletsOfNode(node, types, language, linked)
  const name = nameOf(node, types, language)
  const whole = roughPx === undefined
  const summary = whole ? (summaryOf(node, types, language) ?? t('canvas.unknownType', { type: node.type })) : undefined
  useMovedHandles(id, outlets.map(({ outlet }) => outlet).join(' '))

  return (
    <div
      className="card"
      data-node={id}
      data-selected={selected}
      data-receives={receives}
      data-unknown={type === undefined}
      style={{ width: cardWidth(outlets.length), ...(whole ? {} : { height: roughPx }) }}
    >
      {whole && !type?.entry ? (
        <Handle type="target" position={Position.Top} className="handle-in" isConnectable={!live} />
      ) : null}
      <CardMain id={id} name={name} summary={summary} spoken={face.spoken} stop={stop}>
        <NodeIcon shapes={type?.icon} category={type?.category} />
      </CardMain>
      <Beside id={id} name={name} reached={face.reached} />
      {live ? <LiveNumbers id={id} name={name} /> : null}
      {whole ? <WaysOut id={id} name={name} outlets={outlets} linked={linked} stop={stop} /> : null}
    </div>
  )
})

interface WaysOutProps {
  id: string
  name: string
  outlets: readonly OutletLabel[]
  linked: readonly string[]
  stop: boolean
}

function WaysOut({ id, name, outlets, linked, stop }: WaysOutProps) {
  const { live } = useStores()
  return (
    <>
      {outlets.length > 1 ? (
        <div className="card-outlets" style={{ gridTemplateColumns: `repeat(${outlets.length}, 1fr)` }}>
          {outlets.map(({ outlet, label }) => (
            <span key={outlet} title={label} data-fit={cutWhere(label, outletWordsPx, 12)}>
              {label}
            </span>
          ))}
        </div>
      ) : null}
      {outlets.map(({ outlet, label }, nth) => {
        const left = `${((nth + 0.5) / outlets.length) * 100}%`
        return (
          <Fragment key={outlet}>
            <Handle
              id={outlet}
              type="source"
              position={Position.Bottom}
              className="handle-out"
              style={{ left }}
              isConnectable={!live}
              data-outlet={outlet}
            />
            {linked.includes(outlet) ? null : (
              <Loose from={id} name={name} way={{ outlet, label }} left={left} stop={stop} />
            )}
          </Fragment>
        )
      })}
    </>
  )
}

/** What stands at a card's edges: when somebody comes here, what is wrong, who is at it. */
function Beside({ id, name, reached }: { id: string; name: string; reached: boolean }) {
  const { live } = useStores()
  if (!use(SeenContext)) return null
  return (
    <>
      <EarliestChip id={id} />
      {live ? null : <ProblemBadge id={id} reached={reached} />}
      {live ? null : <CardPeople id={id} name={name} />}
    </>
  )
}

function ProblemBadge({ id, reached }: { id: string; reached: boolean }) {
  const { t } = useWords()
  const count = useMark('problems', id)
  const errors = useMark('errors', id)
  const fresh = useSession((state) => state.fresh === id)
  if (count > 0 && fresh) return <span className="card-setup">{t('canvas.toSetUp')}</span>
  if (count > 0) {
    return (
      <span
        className="card-problems"
        data-severity={errors > 0 ? 'error' : 'warning'}
        title={t('canvas.problems', { count })}
      >
        <CircleAlert size={12} aria-hidden />
        {count}
        <span className="unseen">{t('canvas.problems', { count })}</span>
      </span>
    )
  }
  return reached ? null : <span className="card-note">{t('canvas.unreachable')}</span>
}

interface LooseProps {
  from: string
  name: string
  way: OutletLabel
  left: string
  stop: boolean
}

/** Below an outlet that leads nowhere: edited, the place to go on; watched, how many left there. */
function Loose({ from, name, way: { outlet, label }, left, stop }: LooseProps) {
  const { t } = useWords()
  const { session, live } = useStores()
  if (!use(SeenContext)) return null
  if (live)
    return (
      <div className="loose-count" style={{ left }}>
        <EdgeCount from={from} outlet={outlet} />
      </div>
    )
  const said = t('canvas.append', { node: name, outlet: label })
  return (
    <div className="loose" style={{ left }}>
      <button
        type="button"
        tabIndex={stop ? 0 : -1}
        className="plus open-outlet nodrag nopan"
        aria-label={said}
        title={said}
        data-append={`${from}:${outlet}`}
        onFocus={({ currentTarget }) => {
          if (currentTarget.matches(':focus-visible') && isOutside(currentTarget)) session.getState().show([from])
        }}
        onClick={(event) => {
          event.stopPropagation()
          const box = event.currentTarget.getBoundingClientRect()
          session.getState().pick({ at: { from, outlet }, x: box.left + box.width / 2, y: box.bottom })
        }}
      />
    </div>
  )
}

/** React Flow measures handles as a card appears; when outlets come, go or change places later it has to look again. */
function useMovedHandles(id: string, outlets: string) {
  const update = useUpdateNodeInternals()
  const measured = useRef(outlets)
  useEffect(() => {
    if (measured.current === outlets) return
    measured.current = outlets
    update(id)
  }, [id, outlets, update])
}
