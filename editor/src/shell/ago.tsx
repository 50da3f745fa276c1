import { useTranslation } from 'react-i18next'
import { sayAgo, sayInstant } from '../i18n/say.ts'
import { useNow } from '../i18n/use-now.ts'

interface AgoProps {
  at: string
  className?: string
}

/** How long ago something was, for as long as it is looked at; when exactly, where one points. */
export function Ago({ at, className }: AgoProps) {
  const { i18n } = useTranslation()
  return (
    <time className={className} dateTime={at} title={sayInstant(at, i18n.language)}>
      {sayAgo(at, i18n.language, useNow())}
    </time>
  )
}
