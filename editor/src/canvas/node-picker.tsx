import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findTypes } from '../node-types/find-types.ts'
import { NodeIcon } from '../node-types/icon.tsx'
import { textsOf } from '../node-types/words.ts'
import { TextInput } from '../shell/text-input.tsx'
import { useSession, useStores } from '../store/editor-stores.tsx'
import type { Picking } from '../store/session.ts'
import { useAdd } from './use-add.ts'

/** The one searchable menu of steps, wherever a + was pressed. */
export function NodePicker() {
  const picking = useSession((state) => state.picking)
  return picking ? <Picker key={`${picking.x} ${picking.y}`} picking={picking} /> : null
}

const widthPx = 300
const heightPx = 380

function Picker({ picking }: { picking: Picking }) {
  const { t, i18n } = useTranslation()
  const { types, session } = useStores()
  const add = useAdd()
  const [search, setSearch] = useState('')
  const [nth, setNth] = useState(0)
  const box = useRef<HTMLDivElement>(null)
  const before = useRef(document.activeElement)
  const close = () => {
    session.getState().pick(undefined)
    if (before.current instanceof HTMLElement) before.current.focus()
  }
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) session.getState().pick(undefined)
    }
    // The pointer-up that opened the menu must not close it.
    const timer = setTimeout(() => window.addEventListener('pointerdown', outside, true))
    return () => {
      clearTimeout(timer)
      window.removeEventListener('pointerdown', outside, true)
    }
  }, [session])

  // Nothing leads into an entry, so behind an outlet none is offered.
  const groups = findTypes(
    [...types.values()].filter((type) => !picking.at || !type.entry),
    search,
    i18n.language,
  )
  const flat = groups.flatMap((group) => group.types)
  const current = flat[Math.min(nth, flat.length - 1)]
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') close()
    else if (event.key === 'ArrowDown') setNth(Math.min(nth + 1, flat.length - 1))
    else if (event.key === 'ArrowUp') setNth(Math.max(nth - 1, 0))
    else if (event.key === 'Enter' && current) add(current, picking)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const left = Math.max(8, Math.min(picking.x - widthPx / 2, window.innerWidth - widthPx - 8))
  const top = Math.max(8, Math.min(picking.y + 8, window.innerHeight - heightPx - 8))
  return (
    <div
      ref={box}
      className="picker"
      role="dialog"
      aria-label={t('palette.pick')}
      style={{ left, top, width: widthPx }}
    >
      <TextInput
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls="picker-list"
        aria-activedescendant={current ? `pick-${current.type}` : undefined}
        aria-label={t('palette.search')}
        placeholder={t('palette.pick')}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value)
          setNth(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id="picker-list" className="picker-list" role="listbox" aria-label={t('editor.palette')}>
        {groups.map(({ category, types: members }) => (
          // biome-ignore lint/a11y/useSemanticElements: options of a listbox are grouped by role
          <div key={category} role="group" aria-label={t(`categories.${category}`)}>
            <div className="picker-group" aria-hidden="true">
              {t(`categories.${category}`)}
            </div>
            {members.map((type) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
              <div
                key={type.type}
                id={`pick-${type.type}`}
                className="picker-option"
                role="option"
                tabIndex={-1}
                data-pick={type.type}
                aria-selected={type === current}
                ref={(element) => void (type === current && element?.scrollIntoView({ block: 'nearest' }))}
                onClick={() => add(type, picking)}
              >
                <NodeIcon shapes={type.icon} category={type.category} small />
                <span>
                  {textsOf(type, i18n.language)?.name}
                  <small>{textsOf(type, i18n.language)?.description}</small>
                </span>
              </div>
            ))}
          </div>
        ))}
        {flat.length === 0 ? <p className="quiet">{t('palette.none')}</p> : null}
      </div>
    </div>
  )
}
