import { Button } from 'antd'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperators } from '../api/comments.ts'
import type { Operator } from '../api/types.ts'
import { remedy } from '../shell/failure.tsx'
import { message } from '../shell/notices.ts'
import { matching, mentionBefore, mentionedIn } from './mentions.ts'

/** What is being written, by its place: it stays when another step is looked at, or when it could not be sent. */
const drafts = new Map<string, string>()

interface ComposerProps {
  place: string
  label: string
  send: (said: { text: string; mentions: string[] }) => Promise<unknown>
}

/** Writes a comment. An @ offers the operators to mention; Ctrl+Enter sends. */
export function Composer({ place, label, send }: ComposerProps) {
  const { t } = useTranslation()
  const { data: operators = [] } = useOperators()
  const [text, setText] = useState(drafts.get(place) ?? '')
  const [caret, setCaret] = useState(0)
  const [sending, setSending] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const write = (next: string) => {
    drafts.set(place, next)
    setText(next)
  }
  const submit = async () => {
    if (text.trim() === '' || sending) return
    setSending(true)
    try {
      await send({ text: text.trim(), mentions: mentionedIn(text, operators) })
      write('')
    } catch (error) {
      message.error(remedy(error, t), 8)
    } finally {
      setSending(false)
    }
  }
  const mention = useMention({ text, caret, operators }, (name, from) => {
    write(`${text.slice(0, from)}${name} ${text.slice(caret)}`)
    setCaret(from + name.length + 1)
    field.current?.focus()
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || mention.onKeyDown(event)) return
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void submit()
  }
  return (
    <div className="composer">
      <textarea
        ref={field}
        rows={2}
        maxLength={4000}
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => {
          write(event.target.value)
          setCaret(event.target.selectionStart)
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
        {...mention.field}
      />
      {mention.list}
      {text.trim() === '' ? null : (
        <Button size="small" type="primary" loading={sending} onClick={() => void submit()}>
          {t('comments.send')}
        </Button>
      )}
    </div>
  )
}

interface Typing {
  text: string
  caret: number
  operators: readonly Operator[]
}

/** The names that an @ offers: arrows and Enter choose, Escape closes. */
function useMention({ text, caret, operators }: Typing, choose: (name: string, from: number) => void) {
  const { t } = useTranslation()
  const id = useId()
  const [nth, setNth] = useState(0)
  const [closedAt, setClosedAt] = useState<number>()
  const typing = mentionBefore(text, caret)
  const offered = typing && typing.from !== closedAt ? matching(operators, typing.typed) : []
  const active = Math.min(nth, offered.length - 1)
  const take = (name: string | undefined) => {
    if (typing && name !== undefined) choose(name, typing.from)
    setClosedAt(typing?.from)
    setNth(0)
  }
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (offered.length === 0) return false
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setNth((active + step + offered.length) % offered.length)
    else if (event.key === 'Enter' || event.key === 'Tab') take(offered[active]?.name)
    else if (event.key === 'Escape') setClosedAt(typing?.from)
    else return false
    event.preventDefault()
    return true
  }
  const isOpen = offered.length > 0
  const list = isOpen ? (
    <div className="mentions" role="listbox" id={id} aria-label={t('comments.mention')}>
      {offered.map((operator, at) => (
        <div
          key={operator.id}
          tabIndex={-1}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === active}
          onPointerDown={(event) => {
            event.preventDefault()
            take(operator.name)
          }}
        >
          {operator.name}
        </div>
      ))}
    </div>
  ) : null
  const field = {
    'aria-autocomplete': 'list' as const,
    'aria-controls': isOpen ? id : undefined,
    'aria-activedescendant': isOpen ? `${id}-${active}` : undefined,
  }
  return { onKeyDown, list, field }
}
