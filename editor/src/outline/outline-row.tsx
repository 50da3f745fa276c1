import { ChevronDown, ChevronRight, CircleAlert, CornerDownRight, Ellipsis } from 'lucide-react'
import type { CSSProperties, MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { NodeIcon } from '../node-types/icon.tsx'
import { nameAmong, nameBeside } from '../node-types/tell-apart.ts'
import { summaryOf } from '../node-types/words.ts'
import { useDocument, useMark, useSession, useStores } from '../store/editor-stores.tsx'
import { nodeById } from '../store/journey.ts'
import type { Row } from './rows.ts'

interface OutlineRowProps {
  row: Row
  active: boolean
  folded: boolean
  fold: () => void
  press: () => void
  openMenu: () => void
}

/** One line of the outline: a step, a way out of one, or where a way leads back into a step that is shown already. */
export function OutlineRow({ row, active, folded, fold, press, openMenu }: OutlineRowProps) {
  const { t } = useTranslation()
  const { live } = useStores()
  const selected = useSession((state) => row.kind === 'step' && state.selection.includes(row.node))
  const name = useNameIn(row.node, nameAmong)
  const style: CSSProperties & Record<'--level', number> = { '--level': row.level - 1 }
  const inside = row.children.length > 0
  const Chevron = folded ? ChevronRight : ChevronDown
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    <div
      className="outline-row"
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.nth}
      aria-setsize={row.of}
      aria-selected={selected}
      {...(inside ? { 'aria-expanded': !folded } : {})}
      tabIndex={active ? 0 : -1}
      data-row={row.key}
      data-kind={row.kind}
      style={style}
      onClick={press}
    >
      {inside ? (
        <span className="outline-fold" aria-hidden="true" onClick={unlessRow(fold)}>
          <Chevron size={14} />
        </span>
      ) : (
        <span className="outline-fold" />
      )}
      {row.kind === 'step' ? <StepWords row={row} /> : null}
      {row.kind === 'outlet' ? (
        <span className="outline-outlet">
          {row.by?.label}
          {row.children.length === 0 ? <small>{t('outline.open')}</small> : null}
        </span>
      ) : null}
      {row.kind === 'again' ? (
        <span className="outline-again">
          <CornerDownRight size={12} aria-hidden /> {t('outline.again', { node: name })}
        </span>
      ) : null}
      {live || row.kind === 'again' ? null : (
        <button
          type="button"
          tabIndex={-1}
          className="outline-more"
          aria-label={t('outline.commands', { node: name })}
          title={t('outline.commands', { node: name })}
          aria-haspopup="menu"
          onClick={unlessRow(openMenu)}
        >
          <Ellipsis size={14} aria-hidden />
        </button>
      )}
    </div>
  )
}

/** A press inside a line that is not a press on the line. */
const unlessRow = (act: () => void) => (event: MouseEvent) => {
  event.stopPropagation()
  act()
}

function StepWords({ row }: { row: Row }) {
  const { t, i18n } = useTranslation()
  const { types, live } = useStores()
  const node = useDocument((state) => nodeById(state.journey, row.node))
  const count = useMark('problems', row.node)
  const errors = useMark('errors', row.node)
  const fresh = useSession((state) => state.fresh === row.node)
  const name = useNameIn(row.node, nameBeside)
  const type = types.get(node?.type ?? '')
  const summary = node && summaryOf(node, types, i18n.language)
  const loose = row.by === undefined && type?.entry !== true
  return (
    <>
      <NodeIcon shapes={type?.icon} category={type?.category} small />
      <span className="outline-words">
        <span className="outline-name">{name}</span>
        <small>
          {[
            loose ? t('outline.loose') : undefined,
            row.by && row.by.outlet !== 'next' ? t('outline.by', { outlet: row.by.label }) : undefined,
            summary ?? t('canvas.unknownType', { type: node?.type ?? '' }),
          ]
            .filter((words) => words !== undefined && words !== name)
            .join(' · ')}
        </small>
      </span>
      {count > 0 && !live ? (
        fresh ? (
          <span className="outline-fresh">{t('canvas.toSetUp')}</span>
        ) : (
          <span className="outline-problems" data-severity={errors > 0 ? 'error' : 'warning'}>
            <CircleAlert size={12} aria-hidden />
            <span aria-hidden="true">{count}</span>
            <span className="unseen">{t('canvas.problems', { count })}</span>
          </span>
        )
      ) : null}
    </>
  )
}

function useNameIn(id: string, named: typeof nameAmong): string {
  const { i18n } = useTranslation()
  const { types } = useStores()
  return useDocument(({ journey }) => named(journey, id, types, i18n.language))
}
