import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useCustomer } from '../api/customers.ts'
import { useJourneyRows } from '../api/journeys.ts'

/** The journeys that a customer is not in; each leads to why. Asked for as it is opened. */
export function NotIn({ customer }: { customer: string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <details className="known not-in" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('whyNot.notIn')}</summary>
      {open ? <Others customer={customer} /> : null}
    </details>
  )
}

function Others({ customer }: { customer: string }) {
  const { t } = useTranslation()
  const inside = useCustomer(customer).data?.journeys.map(({ journey }) => journey) ?? []
  const rows = useJourneyRows({ search: '', state: '', family: '' })
  const journeys = (rows.data?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter(({ id, liveVersion }) => liveVersion !== null && !inside.includes(id))
  return (
    <>
      <p className="quiet">{t('whyNot.notInText')}</p>
      <ul>
        {journeys.map(({ id, name }) => (
          <li key={id}>
            <Link to={`/journeys/${id}/live?why=${encodeURIComponent(customer)}`}>{name}</Link>
          </li>
        ))}
      </ul>
    </>
  )
}
