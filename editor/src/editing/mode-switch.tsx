import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

/** Edit or Live: the same canvas, drawn on or watched. */
export function ModeSwitch({ id, mode }: { id: string; mode: 'edit' | 'live' }) {
  const { t } = useTranslation()
  const modes = [
    { key: 'edit', to: `/journeys/${id}` },
    { key: 'live', to: `/journeys/${id}/live` },
  ] as const
  return (
    <nav className="modes" aria-label={t('editor.mode')}>
      {modes.map(({ key, to }) => (
        <Link key={key} to={to} aria-current={key === mode ? 'page' : undefined}>
          {t(`editor.${key}`)}
        </Link>
      ))}
    </nav>
  )
}
