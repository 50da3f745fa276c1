import { Select } from 'antd'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSomeCustomers } from '../api/messages.ts'
import { objectOf } from '../store/json.ts'
import { useSettled } from './use-settled.ts'

const searchAfterMs = 250

interface CustomerSelectProps {
  id: string
  /** Her id; empty: nobody. */
  value: string
  /** What may be chosen beside those found, by what is typed. */
  others(typed: string, found: readonly string[]): { value: string; label: string }[]
  choose(customer: string): void
  autoFocus?: boolean
  placeholder?: string
}

/** Chooses one customer: the newest are offered, others are searched by id, name or e-mail address. */
export function CustomerSelect({ id, value, others, choose, autoFocus = false, placeholder }: CustomerSelectProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const some = useSomeCustomers(useSettled(typed.trim(), searchAfterMs))
  const found = (some.data ?? []).map(({ id: one, attributes }) => {
    const { name } = objectOf(attributes)
    return { value: one, label: typeof name === 'string' && name !== '' ? `${one} · ${name}` : one }
  })
  const chosen = value === '' || found.some((one) => one.value === value) ? [] : [{ value, label: value }]
  const more = others(
    typed.trim(),
    [...chosen, ...found].map((one) => one.value),
  )
  return (
    <Select
      suffixIcon={<ChevronDown size={14} aria-hidden />}
      id={id}
      autoFocus={autoFocus}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={value === '' && placeholder !== undefined ? null : value}
      placeholder={placeholder}
      options={[...chosen, ...found, ...more]}
      notFoundContent={t('messages.noCustomer')}
      onChange={(one) => {
        setTyped('')
        if (one !== null) choose(one)
      }}
    />
  )
}
