import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { shownChord } from '../editing/keys-help.tsx'
import { nameAmong } from '../node-types/tell-apart.ts'
import { useStores } from '../store/editor-stores.tsx'
import type { Row } from './rows.ts'
import { mayAct, type StepAct, stepActs } from './step-acts.ts'

interface StepMenuProps {
  row: Row
  anchor: HTMLElement | null | undefined
  close: () => void
  perform: (word: StepAct) => void
}

const widthPx = 240
const rowPx = 32

/** The one menu of the outline: everything that can be done with a line, each with its key. */
export function StepMenu({ row, anchor, close, perform }: StepMenuProps) {
  const { t, i18n } = useTranslation()
  const stores = useStores()
  const menu = useRef<HTMLDivElement>(null)
  const box = anchor?.getBoundingClientRect() ?? new DOMRect()
  const asked = { stores, row, box, language: i18n.language, duplicate: () => undefined }
  const acts = stepActs.filter(({ word }) => mayAct(word, asked))

  useEffect(() => {
    menu.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus()
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
    const at = items.findIndex((item) => item.contains(document.activeElement))
    const to =
      event.key === 'ArrowDown'
        ? at + 1
        : event.key === 'ArrowUp'
          ? at - 1 + items.length
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? items.length - 1
              : undefined
    if (event.key === 'Escape' || event.key === 'Tab') close()
    else if (to !== undefined) items[to % items.length]?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const { journey } = stores.document.getState()
  return (
    <>
      <div className="menu-shade" onPointerDown={close} />
      <div
        ref={menu}
        className="step-menu"
        role="menu"
        aria-label={t('outline.commands', { node: nameAmong(journey, row.node, stores.types, i18n.language) })}
        tabIndex={-1}
        style={{
          left: Math.max(8, Math.min(box.right - 28, window.innerWidth - widthPx - 8)),
          top: Math.max(8, Math.min(box.bottom - 4, window.innerHeight - acts.length * rowPx - 24)),
          width: widthPx,
        }}
        onKeyDown={onKeyDown}
      >
        {acts.map(({ word, chord }) => (
          <button key={word} type="button" role="menuitem" tabIndex={-1} data-act={word} onClick={() => perform(word)}>
            <span>{t(`step.${word}`)}</span>
            {chord === undefined ? null : (
              <span className="menu-key" aria-hidden="true">
                {shownChord(chord)}
              </span>
            )}
          </button>
        ))}
      </div>
    </>
  )
}
