import { Button } from 'antd'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextInput } from '../shell/text-input.tsx'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { findNodes } from './find.ts'

/** Ctrl+F: finds steps by what they are called, say and hold. Enter goes to the next, Escape back to the canvas. */
export function FindBar() {
  const finding = useSession((state) => state.finding)
  return finding ? <Finding /> : null
}

function Finding() {
  const { t, i18n } = useTranslation()
  const { session, types } = useStores()
  const journey = useDocument((state) => state.journey)
  const [search, setSearch] = useState('')
  const [nth, setNth] = useState(-1)
  const found = findNodes(journey, search, types, i18n.language)
  const at = found.length === 0 ? -1 : Math.min(nth, found.length - 1)

  const go = (to: number) => {
    const id = found[(to + found.length) % found.length]
    if (id === undefined) return
    setNth((to + found.length) % found.length)
    session.getState().select([id])
    session.getState().show([id])
  }
  const close = () => {
    session.setState({ finding: false })
    const [only] = session.getState().selection
    document.querySelector<HTMLElement>(only === undefined ? '.canvas' : `[data-card="${only}"]`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'ArrowUp')
      go(event.shiftKey || event.key === 'ArrowUp' ? at - 1 : at + 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const said =
    search.trim() === ''
      ? ''
      : found.length === 0
        ? t('find.none')
        : t('find.some', { nth: at + 1 || '–', count: found.length })
  return (
    <search className="find-bar" aria-label={t('find.label')}>
      <TextInput
        autoFocus
        aria-label={t('find.label')}
        placeholder={t('find.placeholder')}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value)
          setNth(-1)
        }}
        onKeyDown={onKeyDown}
        after={
          <span className="find-count" role="status">
            {said}
          </span>
        }
      />
      <Button
        type="text"
        aria-label={t('find.previous')}
        title={t('find.previous')}
        icon={<ChevronUp size={16} aria-hidden />}
        onClick={() => go(at - 1)}
      />
      <Button
        type="text"
        aria-label={t('find.next')}
        title={t('find.next')}
        icon={<ChevronDown size={16} aria-hidden />}
        onClick={() => go(at + 1)}
      />
      <Button
        type="text"
        aria-label={t('common.close')}
        title={t('common.close')}
        icon={<X size={16} aria-hidden />}
        onClick={close}
      />
    </search>
  )
}
