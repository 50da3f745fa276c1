import { Button } from 'antd'
import type { TFunction } from 'i18next'
import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Refused } from '../api/client.ts'

/** What went wrong and what to do about it, in one or two sentences. */
export function remedy(error: unknown, t: TFunction): string {
  if (!(error instanceof Refused)) return t('errors.page')
  if (error.status === 0) return t('errors.unreachable')
  if (error.status === 403) return t('errors.forbidden')
  if (error.status === 404) return t('errors.missing')
  if (error.status >= 500) return t('errors.server')
  const issues = error.issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  return issues.length > 0 ? issues.slice(0, 3).join(' · ') : error.message
}

/** In the place of what could not be loaded. */
export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="empty" role="alert">
      <TriangleAlert aria-hidden="true" className="empty-icon" />
      <p>{remedy(error, t)}</p>
      <Button onClick={retry}>{t('common.retry')}</Button>
    </div>
  )
}
