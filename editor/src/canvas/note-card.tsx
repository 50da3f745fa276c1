import type { Node, NodeProps } from '@xyflow/react'
import { StickyNote } from 'lucide-react'
import { memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { writeNote } from '../commands/write-note.ts'
import { useComposed } from '../inspector/composed.ts'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { type Note, noteById, noteIdOf } from '../store/notes.ts'

export type NoteNode = Node<Record<string, never>, 'note'>

/** Words beside the journey, for colleagues. No customer comes here. */
export const NoteCard = memo(function NoteCard({ id, selected }: NodeProps<NoteNode>) {
  const note = useDocument((state) => noteById(state.journey, noteIdOf(id) ?? ''))
  const writing = useSession((state) => state.writing === id)
  if (!note) return null
  return (
    <div className="note" data-note={note.id} data-selected={selected ?? false}>
      {writing ? <NoteText id={id} note={note} /> : <NoteButton id={id} note={note} />}
    </div>
  )
})

function NoteButton({ id, note }: { id: string; note: Note }) {
  const { t } = useTranslation()
  const { session, live } = useStores()
  const text = note.text.trim()
  return (
    <button
      type="button"
      className="note-main"
      data-card={id}
      aria-label={t('notes.said', { text: text || t('notes.empty') })}
      title={live ? undefined : t('notes.hint')}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && session.getState().select([id])}
      onDoubleClick={() => live || session.setState({ writing: id })}
    >
      <StickyNote size={14} aria-hidden />
      <span className={text ? 'note-text' : 'note-text quiet'}>{text ? note.text : t('notes.empty')}</span>
    </button>
  )
}

/** Written in place. Escape, or pressing elsewhere, is done; what was typed is one undo step. */
function NoteText({ id, note }: { id: string; note: Note }) {
  const { t } = useTranslation()
  const { document, session } = useStores()
  const field = useFocused()
  const composed = useComposed(note.text, (text) => document.getState().dispatch(writeNote(note.id, text)))
  const leave = () => {
    document.getState().seal()
    if (session.getState().writing === id) session.setState({ writing: undefined })
  }
  return (
    <textarea
      ref={field}
      className="note-field nodrag nowheel nopan"
      aria-label={t('notes.text')}
      placeholder={t('notes.placeholder')}
      maxLength={10_000}
      {...composed}
      onFocus={(event) => event.currentTarget.setSelectionRange(note.text.length, note.text.length)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        event.stopPropagation()
        const card = event.currentTarget.closest('.note')
        leave()
        requestAnimationFrame(() => card?.querySelector<HTMLElement>('[data-card]')?.focus())
      }}
    />
  )
}

/** Takes the keyboard as soon as it can: a note that was just added is not visible before it is measured, a frame later. */
function useFocused() {
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    let frame = 0
    const take = () => {
      field.current?.focus({ preventScroll: true })
      if (document.activeElement !== field.current) frame = requestAnimationFrame(take)
    }
    take()
    return () => cancelAnimationFrame(frame)
  }, [])
  return field
}
