import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import '../styles/opens.css'

interface TrackOpensProps {
  /** Where links in messages lead. */
  publicUrl: string
  checked: boolean
  onChange(checked: boolean): void
}

/** Whether e-mails tell that they were opened, and their links followed. */
export function TrackOpens({ publicUrl, checked, onChange }: TrackOpensProps) {
  const { t } = useTranslation()
  const helpId = useId()
  return (
    <div className="labelled checked">
      <label>
        <input
          type="checkbox"
          aria-describedby={helpId}
          checked={checked}
          onChange={({ target }) => onChange(target.checked)}
        />
        {t('opens.track')}
      </label>
      <p className="field-help" id={helpId}>
        {t('opens.trackHelp', { url: publicUrl })}
      </p>
    </div>
  )
}
