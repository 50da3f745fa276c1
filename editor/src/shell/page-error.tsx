import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

/** A page that broke: says so, and that the work is safe. */
export function PageError() {
  const { t } = useTranslation()
  return (
    <main className="empty" role="alert">
      <p>{t('errors.page')}</p>
      <Button type="primary" onClick={() => window.location.reload()}>
        {t('errors.reload')}
      </Button>
    </main>
  )
}
