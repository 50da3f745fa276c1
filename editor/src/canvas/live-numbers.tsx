import { useTranslation } from 'react-i18next'
import { useCounts } from '../api/counts.ts'
import { sayNumber, sayShort } from '../i18n/say.ts'
import { useSession, useStores } from '../store/editor-stores.tsx'

const numbers = ['here', 'passed', 'failed'] as const
/** Who is behind each number. */
const states = { here: 'active', passed: 'passed', failed: 'failed' } as const

/** How many are at a step, went through it, and failed at it; each opens the customers behind it. */
export function LiveNumbers({ id, name }: { id: string; name: string }) {
  const { t, i18n } = useTranslation()
  const stores = useStores()
  const { data } = useCounts(stores.id, (counts) => counts.nodes[id])
  const openBehind = useSession((state) => state.openBehind)
  return (
    <div className="live-numbers nodrag">
      {numbers.map((number) => {
        const count = data?.[number] ?? 0
        const label = t('live.behindNode', {
          node: name,
          what: `${sayNumber(count, i18n.language)} ${t(`live.${number}`)}`,
        })
        return (
          <button
            key={number}
            type="button"
            data-number={number}
            data-count={count}
            aria-label={label}
            title={label}
            onClick={() => openBehind({ node: id, state: states[number] })}
          >
            <b>{sayShort(count, i18n.language)}</b> {t(`live.${number}`)}
          </button>
        )
      })}
    </div>
  )
}
