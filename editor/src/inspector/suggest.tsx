import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useComposed } from './composed.ts'
import type { FieldAria } from './field-context.ts'

/** Something that may be meant: what is written for it, and what tells an operator that it is the right one. */
export interface Suggestion {
  value: string
  hint?: string
}

interface SuggestProps {
  id?: string
  /** Its name, where no label speaks for it. */
  label?: string
  value: string
  options: readonly Suggestion[]
  disabled?: boolean | undefined
  placeholder?: string
  className?: string
  onChange(text: string): void
  /** An option was chosen; default: its text is the new value. */
  onPick?(option: Suggestion): void
  aria?: FieldAria
}

const mostShown = 50

/** A line of text with suggestions: anything may be typed, the arrows or the pointer take what is known. */
export function Suggest(props: SuggestProps) {
  const { id, label, value, options, disabled, placeholder, className, onChange, onPick, aria } = props
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const [typed, setTyped] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const list = useId()
  const composed = useComposed(value, (text) => {
    setOpen(true)
    setTyped(true)
    setActive(-1)
    onChange(text)
  })
  const shown = (typed ? matching(options, value) : options).slice(0, mostShown)
  const isOpen = open && shown.length > 0

  const close = () => {
    setOpen(false)
    setTyped(false)
    setActive(-1)
  }
  const pick = (option: Suggestion) => {
    if (onPick) onPick(option)
    else onChange(option.value)
    close()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const option = shown[active]
    if (step !== 0 && shown.length > 0) {
      event.preventDefault()
      setOpen(true)
      setActive(isOpen ? (active + step + shown.length + (active < 0 && step < 0 ? 1 : 0)) % shown.length : 0)
    } else if (event.key === 'Enter' && isOpen && option) {
      event.preventDefault()
      pick(option)
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault()
      event.stopPropagation()
      close()
    }
  }
  return (
    <span className={`suggest ${className ?? ''}`}>
      <input
        ref={field}
        id={id}
        className="ant-input plain-input"
        type="text"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={isOpen ? list : undefined}
        aria-activedescendant={isOpen && active >= 0 ? `${list}-${active}` : undefined}
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        disabled={disabled}
        placeholder={placeholder}
        onPointerDown={() => setOpen(true)}
        onBlur={close}
        onKeyDown={onKeyDown}
        {...composed}
        {...aria}
      />
      {isOpen ? (
        <Options
          id={list}
          field={field.current}
          shown={shown}
          active={active}
          pick={pick}
          close={close}
          label={label}
        />
      ) : null}
    </span>
  )
}

interface OptionsProps {
  id: string
  field: HTMLInputElement | null
  shown: readonly Suggestion[]
  active: number
  label: string | undefined
  pick(option: Suggestion): void
  close(): void
}

/** In the top layer, below its field or above it: the panel that scrolls around the field cuts nothing off. */
function Options({ id, field, shown, active, label, pick, close }: OptionsProps) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const list = box.current
    if (!list || !field) return
    const { left, top, bottom, width } = field.getBoundingClientRect()
    const below = window.innerHeight - bottom
    const up = below < 180 && top > below
    list.style.minWidth = `${Math.max(width, 200)}px`
    list.style.maxHeight = `${Math.min(280, (up ? top : below) - 12)}px`
    list.style.top = up ? 'auto' : `${bottom + 4}px`
    list.style.bottom = up ? `${window.innerHeight - top + 4}px` : 'auto'
    list.showPopover()
    // It is as wide as what it offers, once that is shown.
    list.style.left = `${Math.max(8, Math.min(left, window.innerWidth - list.offsetWidth - 8))}px`
  }, [field])
  useEffect(() => {
    window.document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])
  useEffect(() => {
    const onScroll = ({ target }: Event) => {
      if (target instanceof Node && !box.current?.contains(target) && field && target.contains(field)) close()
    }
    window.addEventListener('scroll', onScroll, true)
    return () => window.removeEventListener('scroll', onScroll, true)
  })
  return (
    <div
      ref={box}
      id={id}
      role="listbox"
      aria-label={label ?? field?.labels?.[0]?.textContent ?? undefined}
      popover="manual"
      className="suggest-list"
      tabIndex={-1}
      // The keyboard stays in the field.
      onPointerDown={(event) => event.preventDefault()}
    >
      {shown.map((option, nth) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field's own keys choose
        <div
          key={option.value}
          id={`${id}-${nth}`}
          role="option"
          tabIndex={-1}
          aria-selected={nth === active}
          onClick={() => pick(option)}
        >
          <span>{option.value}</span>
          {option.hint === undefined ? null : <small>{option.hint}</small>}
        </div>
      ))}
    </div>
  )
}

/** Those that begin with what was typed, then those that hold it somewhere; not the very text that is there already. */
function matching(options: readonly Suggestion[], typed: string): Suggestion[] {
  const wanted = typed.trim().toLowerCase()
  const others = options.filter(({ value }) => value !== typed)
  const at = others.map((option) => ({ option, at: option.value.toLowerCase().indexOf(wanted) }))
  return [...at.filter((one) => one.at === 0), ...at.filter((one) => one.at > 0)].map(({ option }) => option)
}
