import { Button } from 'antd'
import { CircleDashed } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Preview } from '../api/messages.ts'
import type { Config } from '../store/journey.ts'
import { same } from '../store/merge.ts'
import { usePreviewedCustomer } from './use-values.ts'
import { withFallback } from './with-fallback.ts'

interface EmptyValuesProps {
  empty: Preview['empty']
  config: Config
  change(config: Config): void
}

/** Which values came out empty, and what to write in their place. */
export function EmptyValues({ empty, config, change }: EmptyValuesProps) {
  const { t } = useTranslation()
  const nobody = usePreviewedCustomer() === ''
  if (empty.length === 0) return null
  const values = [...new Set(empty.map(({ value }) => value))]
  return (
    <section className="preview-empty" aria-label={t('messages.emptyLabel')} tabIndex={-1}>
      <p>
        <CircleDashed size={14} aria-hidden />
        {t(nobody ? 'messages.emptyForNobody' : 'messages.emptyFor')}
      </p>
      <ul>
        {values.map((value) => {
          const fields = empty.filter((one) => one.value === value).map(({ field }) => field)
          const fallBack = (text: string) =>
            fields.reduce((now, field) => withFallback(now, field, value, text), config)
          // What a template assigned, or falls back on already, is its author's to mend.
          const mendable = !same(fallBack('x'), config)
          return (
            <li key={value} data-empty={value}>
              <code>{value}</code>
              {mendable ? <Fallback value={value} write={(text) => change(fallBack(text))} /> : null}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Fallback({ value, write }: { value: string; write(text: string): void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() === '') return
        // This field goes with what it mends: on to the next, else to what is said of them all.
        const all = event.currentTarget.closest<HTMLElement>('.preview-empty')
        const others = [...(all?.querySelectorAll('input') ?? [])].filter(
          (input) => !event.currentTarget.contains(input),
        )
        ;(others[0] ?? all)?.focus()
        write(text.trim())
      }}
    >
      <input
        className="plain-input"
        aria-label={t('messages.fallbackFor', { value })}
        placeholder={t('messages.fallback')}
        autoComplete="off"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <Button htmlType="submit" size="small" disabled={text.trim() === ''}>
        {t('messages.addFallback')}
      </Button>
    </form>
  )
}
