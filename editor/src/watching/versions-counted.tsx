import { useTranslation } from 'react-i18next'
import { useVersions } from '../api/versions.ts'
import { sayNumber } from '../i18n/say.ts'

/** Of a journey that was published more than once: its numbers are those of all its versions, though one of them is drawn: says so, and who is inside which. */
export function VersionsCounted({ journey, live }: { journey: string; live: number }) {
  const { t, i18n } = useTranslation()
  const { data } = useVersions(journey)
  const inside = (data?.pages ?? []).flatMap(({ items }) => items.filter((version) => version.inside > 0))
  const said = inside.map((version) =>
    t('live.insideVersion', {
      version: t('editor.version', { number: version.number }),
      number: sayNumber(version.inside, i18n.language),
    }),
  )
  const more = inside.some(({ number }) => number !== live) ? ` · ${said.join(', ')}` : ''
  return (
    <span className="quiet wide-only" title={t('live.allVersionsText', { number: live })}>
      {`· ${t('live.allVersions', { last: live })}`}
      {more}
    </span>
  )
}
