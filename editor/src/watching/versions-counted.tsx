import { useTranslation } from 'react-i18next'
import { useVersionsInside } from '../api/versions.ts'
import { sayNumber } from '../i18n/say.ts'

/** Of a journey that was published more than once: its numbers are those of all its versions, though one of them is drawn: says so, and who is inside which. */
export function VersionsCounted({ journey, live }: { journey: string; live: number }) {
  const { t, i18n } = useTranslation()
  const { data: { items, next } = { items: [], next: null } } = useVersionsInside(journey)
  const said = items.map((version) =>
    t('live.insideVersion', {
      version: t('editor.version', { number: version.number }),
      number: sayNumber(version.inside, i18n.language),
    }),
  )
  if (next !== null) said.push(t('live.insideEarlier'))
  const more = items.some(({ number }) => number !== live)
    ? ` · ${said.join(i18n.language === 'zh-CN' ? '，' : ', ')}`
    : ''
  return (
    <span className="quiet wide-only versions-counted" title={t('live.allVersionsText', { number: live })}>
      {`· ${t('live.allVersions', { last: live })}`}
      {more}
    </span>
  )
}
