import { Button } from 'antd'
import { X } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useWhyNotEntered } from '../api/why-not-entered.ts'
import { CustomerSelect } from '../messages/customer-select.tsx'
import { Failure } from '../shell/failure.tsx'
import { useSession } from '../store/editor-stores.tsx'
import { WhyNotAnswer } from './why-not-answer.tsx'
import '../styles/messages.css'
import '../styles/why-not.css'

/** Names a customer who is not here, and is told why. */
export function WhyNotPanel({ journey, customer }: { journey: string; customer: string }) {
  const { t } = useTranslation()
  const id = useId()
  const askWhyNot = useSession((state) => state.askWhyNot)
  const { data, error, refetch } = useWhyNotEntered(journey, customer)
  return (
    <aside className="inspector behind" aria-label={t('whyNot.title')}>
      <header className="inspector-head">
        <div>
          <h2>{t('whyNot.title')}</h2>
          <p className="quiet">{t('whyNot.intro')}</p>
        </div>
        <Button
          type="text"
          aria-label={t('common.close')}
          title={t('common.close')}
          icon={<X size={16} aria-hidden />}
          onClick={() => askWhyNot(undefined)}
        />
      </header>
      <div className="preview-choice">
        <label htmlFor={id}>{t('customers.id')}</label>
        <CustomerSelect
          id={id}
          value={customer}
          autoFocus={customer === ''}
          placeholder={t('customers.search')}
          others={(typed, found) =>
            typed === '' || found.includes(typed) ? [] : [{ value: typed, label: t('whyNot.askAbout', { id: typed }) }]
          }
          choose={askWhyNot}
        />
      </div>
      {error ? <Failure error={error} retry={() => void refetch()} /> : null}
      <div className="why-not" role="status">
        {data && customer !== '' ? <WhyNotAnswer journey={journey} customer={customer} answer={data} /> : null}
      </div>
    </aside>
  )
}
