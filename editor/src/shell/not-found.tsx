import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Empty } from './empty.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Empty only title={t('errors.notFoundTitle')} text={t('errors.notFoundText')}>
      <Link to="/journeys">{t('nav.journeys')}</Link>
    </Empty>
  )
}
