import { Button } from 'antd'
import type { TFunction } from 'i18next'
import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Refused } from '../api/client.ts'

/** How many of a refusal's reasons are shown. */
const mostIssues = 3

/** What went wrong and what to do about it, in one or two sentences. */
export function remedy(error: unknown, t: TFunction): string {
  if (!(error instanceof Refused)) return t('errors.page')
  if (error.status === 0) return t('errors.unreachable')
  if (error.status === 403) return t('errors.forbidden')
  if (error.status === 404) return t('errors.missing')
  if (error.status >= 500) return t('errors.server')
  const issues = error.issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  if (issues.length === 0) return error.message
  const more = issues.length - mostIssues
  return [...issues.slice(0, mostIssues), ...(more > 0 ? [t('errors.more', { count: more })] : [])].join(' · ')
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
