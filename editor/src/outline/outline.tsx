import { type FocusEvent, type KeyboardEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chordOf } from '../canvas/keys.ts'
import { useDuplicate } from '../canvas/use-clipboard.ts'
import { isWriting } from '../canvas/writing.ts'
import { treeOf } from '../node-types/tree.ts'
import { overlaid } from '../shell/use-media.ts'
import { useDocument, useStores } from '../store/editor-stores.tsx'
import { OutlineRow } from './outline-row.tsx'
import { type Row, rowsOf, treeKey } from './rows.ts'
import { act, type StepAct, stepActs } from './step-acts.ts'
import { StepMenu } from './step-menu.tsx'
import { useRovingRow } from './use-roving-row.ts'
import '../styles/outline.css'
import { message } from '../shell/notices.ts'

const none: ReadonlySet<string> = new Set()

/** The journey as a tree that the keyboard walks: every command is here, also where there is no canvas. */
export function Outline() {
  const { t, i18n } = useTranslation()
  const stores = useStores()
  const { types, session } = stores
  const journey = useDocument((state) => state.journey)
  const [folded, setFolded] = useState(none)
  const [menu, setMenu] = useState<Row>()
  const duplicate = useDuplicate()
  const branches = useMemo(() => treeOf(journey, types, i18n.language), [journey, types, i18n.language])
  const rows = useMemo(() => rowsOf(branches, folded), [branches, folded])
  const { tree, active, focusRow, elementOf, remember } = useRovingRow(rows)

  const fold = (key: string) =>
    setFolded((before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key]))

  const perform = (word: StepAct, row: Row): boolean => {
    if (!session.getState().selection.includes(row.node)) session.getState().select([row.node], false)
    const box = elementOf(row.key)?.getBoundingClientRect()
    if (!box) return false
    const following = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1]
    const done = act(word, { stores, row, box, language: i18n.language, duplicate })
    if (!done && (word === 'earlier' || word === 'later')) message.info(t('outline.stuck'), 6)
    if (done && word === 'remove' && following) focusRow(following.key)
    return done
  }
  const go = (row: Row) => {
    focusRow(row.key)
    session.getState().select([row.node], false)
    session.getState().show([row.node])
  }
  /** Closes the inspector first where it lies over what it belongs to. */
  const back = () => {
    const { inspectorOpen, setPanel, select } = session.getState()
    if (inspectorOpen && window.matchMedia(overlaid).matches) setPanel('inspectorOpen', false)
    else select([])
  }
  const onFocus = ({ target }: FocusEvent) => {
    const row = rows.find(({ key }) => key === target.getAttribute('data-row'))
    if (!row) return
    remember(row.key)
    if (!session.getState().selection.includes(row.node)) session.getState().select([row.node], false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || isWriting(event.target) || !active || event.defaultPrevented) return
    if (keyed(event, active)) event.preventDefault()
  }
  const keyed = (event: KeyboardEvent, row: Row): boolean => {
    const chord = chordOf(event)
    const moved = treeKey(rows, row, chord, folded)
    if (moved && 'fold' in moved) fold(moved.fold)
    else if (moved) {
      const next = rows.find(({ key }) => key === moved.go)
      if (next) go(next)
    } else if (chord === 'ContextMenu' || (event.shiftKey && chord === 'F10')) setMenu(row)
    else if (chord === 'Escape') back()
    else if (chord === 'Enter' && row.kind !== 'step') {
      if (row.kind === 'outlet') return perform('add', row)
      focusRow(`step ${row.node}`)
    } else if (chord === 'Mod+C') return false
    else {
      const word = stepActs.find((one) => one.chord === (chord === 'Backspace' ? 'Delete' : chord))?.word
      return word !== undefined && perform(word, row)
    }
    return true
  }

  if (rows.length === 0) return <p className="outline-empty quiet">{t('outline.empty')}</p>
  return (
    <>
      <div
        ref={tree}
        className="outline"
        role="tree"
        aria-label={t('outline.label')}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
      >
        {rows.map((row) => (
          <OutlineRow
            key={row.key}
            row={row}
            active={row.key === active?.key}
            folded={folded.has(row.key)}
            fold={() => fold(row.key)}
            press={() => {
              go(row)
              session.getState().setPanel('inspectorOpen', true)
            }}
            openMenu={() => setMenu(row)}
          />
        ))}
      </div>
      {menu ? (
        <StepMenu
          row={menu}
          anchor={elementOf(menu.key)}
          close={() => {
            setMenu(undefined)
            focusRow(menu.key)
          }}
          perform={(word) => {
            setMenu(undefined)
            elementOf(menu.key)?.focus()
            perform(word, menu)
          }}
        />
      ) : null}
    </>
  )
}
