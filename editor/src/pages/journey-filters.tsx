import { Input } from 'antd'
import { Search } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { families, journeyStates } from '../api/journeys.ts'
import { clearable } from '../shell/clearable.tsx'
import type { useAddress } from '../shell/use-address.ts'
import '../styles/lists.css'

/** What the list of journeys is asked for: a name, a state, a family. It stands in the address. */
export function JourneyFilters({ read, write }: ReturnType<typeof useAddress>) {
  const { t } = useTranslation()
  return (
    <search className="list-filters">
      <Input
        className="page-search"
        allowClear={clearable}
        prefix={<Search size={14} aria-hidden />}
        placeholder={t('lists.searchJourneys')}
        aria-label={t('lists.searchJourneys')}
        value={read('search')}
        onChange={({ target }) => write({ search: target.value }, { typing: true })}
      />
      <select
        className="select page-select"
        aria-label={t('journeys.state')}
        value={read('state')}
        onChange={({ target }) => write({ state: target.value })}
      >
        <option value="">{t('lists.anyState')}</option>
        {journeyStates.map((state) => (
          <option key={state} value={state}>
            {t(`states.${state}`)}
          </option>
        ))}
      </select>
      <select
        className="select page-select"
        aria-label={t('templates.family')}
        title={t('templates.familyText')}
        value={read('family')}
        onChange={({ target }) => write({ family: target.value })}
      >
        <option value="">{t('lists.anyFamily')}</option>
        {families.map((family) => (
          <option key={family} value={family}>
            {t(`templates.families.${family}`)}
          </option>
        ))}
      </select>
    </search>
  )
}
