import { Select } from 'antd'
import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePastEvents, useSomeCustomers } from '../api/messages.ts'
import { sayAgo } from '../i18n/say.ts'
import { useNow } from '../i18n/use-now.ts'
import { objectOf } from '../store/json.ts'
import { usePreviewed } from './previewed.ts'
import { useSettled } from './use-settled.ts'
import { usePreviewedCustomer, usePreviewedEvent } from './use-values.ts'

const searchAfterMs = 250

/** Whose values are shown: a real customer, looked up, or nobody, so that the fallbacks show. */
export function CustomerPicker() {
  const { t } = useTranslation()
  const id = useId()
  const [typed, setTyped] = useState('')
  const some = useSomeCustomers(useSettled(typed.trim(), searchAfterMs))
  const customer = usePreviewedCustomer()
  const choose = usePreviewed((state) => state.choose)
  const found = (some.data ?? []).map(({ id: one, attributes }) => {
    const { name } = objectOf(attributes)
    return { value: one, label: typeof name === 'string' && name !== '' ? `${one} · ${name}` : one }
  })
  const nobody = { value: '', label: t('messages.nobody') }
  const chosen =
    customer === '' || found.some(({ value }) => value === customer) ? [] : [{ value: customer, label: customer }]
  return (
    <div className="preview-choice">
      <label htmlFor={id}>{t('messages.customer')}</label>
      <Select
        suffixIcon={<ChevronDown size={14} aria-hidden />}
        id={id}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        value={customer}
        options={[...chosen, ...found, ...(typed === '' ? [nobody] : [])]}
        notFoundContent={t('messages.noCustomer')}
        onChange={(value) => {
          setTyped('')
          choose(value)
        }}
      />
    </div>
  )
}

/** What she did that stands for `event` and `entry`. */
export function EventPicker({ begins }: { begins: readonly string[] }) {
  const { t, i18n } = useTranslation()
  // Options hold text alone, so no `Ago`: its clock.
  const now = useNow()
  const id = useId()
  const customer = usePreviewedCustomer()
  const events = usePastEvents(customer).data ?? []
  const event = usePreviewedEvent(begins)
  const chooseEvent = usePreviewed((state) => state.chooseEvent)
  const chosen = events.findIndex((one) => one.at === event?.at && one.name === event.name)
  return (
    <div className="preview-choice">
      <label htmlFor={id}>{t('messages.event')}</label>
      <select
        id={id}
        className="select"
        disabled={events.length === 0}
        value={Math.max(0, chosen)}
        onChange={({ target }) => chooseEvent(events[Number(target.value)])}
      >
        {events.length === 0 ? <option value={0}>{t('messages.noEvent')}</option> : null}
        {events.map((one, nth) => (
          <option key={`${one.messageId}`} value={nth}>
            {one.name} · {sayAgo(one.at, i18n.language, now)}
          </option>
        ))}
      </select>
    </div>
  )
}
