import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useCounts } from '../api/counts.ts'
import { numberWords } from '../i18n/number-words.ts'
import { sayNumber } from '../i18n/say.ts'
import { useStores } from '../store/editor-stores.tsx'

const numbers = ['here', 'passed', 'failed', 'blocked', 'delivered', 'opened', 'clicked', 'inDoubt'] as const

/** What happened at a step of the live version, as it is now; Live follows it. */
export default function NumbersTab({ node }: { node: string }) {
  const { t, i18n } = useTranslation()
  const { id } = useStores()
  const { data, isSuccess } = useCounts(id, (counts) => ({ node: counts.nodes[node] }))
  const counts = data?.node
  if (isSuccess && !counts) return <p className="quiet">{t('together.noNumbers')}</p>
  return (
    <>
      <dl className="step-numbers">
        {numbers
          .filter((number) => counts !== undefined && (counts[number] > 0 || number === 'here' || number === 'passed'))
          .map((number) => (
            <div key={number}>
              <dt>{t(numberWords[number])}</dt>
              <dd data-number={number}>{sayNumber(counts?.[number] ?? 0, i18n.language)}</dd>
            </div>
          ))}
      </dl>
      <Link to={`/journeys/${id}/live?node=${encodeURIComponent(node)}`}>{t('together.watch')}</Link>
    </>
  )
}
