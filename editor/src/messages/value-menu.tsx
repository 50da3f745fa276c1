import { Button, Dropdown } from 'antd'
import { Braces } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTemplateValues, useUnseenEntries } from './use-values.ts'
import { outputOf, type TemplateValue } from './values.ts'
import '../styles/messages.css'

const roots = ['customer', 'event', 'entry', 'journey', 'workspace', 'secrets'] as const

interface ValueMenuProps {
  /** What the field is called. */
  field: string
  secrets: boolean
  disabled: boolean
  /** Where there is no room for words. */
  iconOnly?: boolean
  insert(text: string): void
}

/** Inserts a value into a template: what customers and events here really have, each with an example. */
export function ValueMenu({ field, secrets, disabled, iconOnly = false, insert }: ValueMenuProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  // A menu that was closed stays as it was: each opening is a new one, with no search in it and the keyboard.
  const [nth, setNth] = useState(0)
  const button = useRef<HTMLButtonElement>(null)
  const leave = () => {
    setOpen(false)
    button.current?.focus()
  }
  const label = t('messages.insertInto', { field })
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      disabled={disabled}
      open={open}
      onOpenChange={(opens) => {
        setOpen(opens)
        if (opens) setNth(nth + 1)
      }}
      popupRender={() => (open ? <Values key={nth} secrets={secrets} insert={insert} close={leave} /> : null)}
    >
      <Button
        ref={button}
        type="text"
        size="small"
        className={iconOnly ? 'value-icon' : 'value-button'}
        disabled={disabled}
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        icon={<Braces size={14} aria-hidden />}
      >
        {iconOnly ? null : t('messages.insert')}
      </Button>
    </Dropdown>
  )
}

interface ValuesProps {
  secrets: boolean
  insert(text: string): void
  close(): void
}

function Values({ secrets, insert, close }: ValuesProps) {
  const { t } = useTranslation()
  const values = useTemplateValues(secrets)
  const [search, setSearch] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const unseen = useUnseenEntries()
  // The menu is measured before it is shown, and takes no focus until then.
  useEffect(() => {
    let frame = 0
    const take = () => {
      input.current?.focus()
      if (document.activeElement !== input.current) frame = requestAnimationFrame(take)
    }
    take()
    return () => cancelAnimationFrame(frame)
  }, [])
  const sought = search.trim().toLowerCase()
  const found = values.filter(({ path, example }) => `${path} ${example ?? ''}`.toLowerCase().includes(sought))
  const choose = (value: TemplateValue) => {
    close()
    insert(outputOf(value))
  }
  return (
    <div
      className="value-menu"
      role="dialog"
      aria-label={t('messages.values')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        close()
      }}
    >
      <input
        ref={input}
        className="value-search"
        aria-label={t('messages.searchValues')}
        placeholder={t('messages.searchValues')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => {
          const [first] = found
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || !first) return
          // The same press would break the line in the field that it goes back to.
          event.preventDefault()
          choose(first)
        }}
      />
      <div className="value-list">
        {roots.map((root) => {
          const own = found.filter((value) => value.root === root)
          return own.length === 0 ? null : (
            <section key={root} aria-label={t(`messages.roots.${root}`)}>
              <p className="value-root" aria-hidden="true">
                {t(`messages.roots.${root}`)}
              </p>
              {root === 'event' || root === 'entry' ? (
                <p className="value-help quiet">{t(`messages.rootHelp.${root}`)}</p>
              ) : null}
              {own.map((value) => (
                <button key={value.path} type="button" data-value={value.path} onClick={() => choose(value)}>
                  <code>{value.path}</code>
                  <span className="quiet">{value.example}</span>
                </button>
              ))}
            </section>
          )
        })}
        {found.length === 0 ? <p className="value-none quiet">{t('messages.noValue')}</p> : null}
        {unseen.map((event) => (
          <p key={event} className="value-none quiet">
            {t('messages.notReceived', { event })}
          </p>
        ))}
      </div>
    </div>
  )
}
