import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { usePastEvents } from '../api/messages.ts'
import { sayAgo } from '../i18n/say.ts'
import { useNow } from '../i18n/use-now.ts'
import { CustomerSelect } from './customer-select.tsx'
import { usePreviewed } from './previewed.ts'
import { usePreviewedCustomer, usePreviewedEvent } from './use-values.ts'

/** Whose values are shown: a real customer, looked up, or nobody, so that the fallbacks show. */
export function CustomerPicker() {
  const { t } = useTranslation()
  const id = useId()
  const customer = usePreviewedCustomer()
  const choose = usePreviewed((state) => state.choose)
  return (
    <div className="preview-choice">
      <label htmlFor={id}>{t('messages.customer')}</label>
      <CustomerSelect
        id={id}
        value={customer}
        others={(typed) => (typed === '' ? [{ value: '', label: t('messages.nobody') }] : [])}
        choose={choose}
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
