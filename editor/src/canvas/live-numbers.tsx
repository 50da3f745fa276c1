import { useTranslation } from 'react-i18next'
import { useLiveCounts } from '../api/counts.ts'
import type { Behind, Counts } from '../api/types.ts'
import { sayNumber, sayShort } from '../i18n/say.ts'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { nodeById } from '../store/journey.ts'
import { useTabStop } from './use-spoken-card.ts'

type NodeCounts = Counts['nodes'][string]
type LiveNumber = Exclude<keyof NodeCounts, 'outlets'>

/** Who is behind each number. */
const states = {
  here: 'active',
  passed: 'passed',
  failed: 'failed',
  delivered: 'delivered',
  blocked: 'blocked',
  inDoubt: 'in-doubt',
} as const satisfies Record<LiveNumber, Behind['state']>

const ofEvery = ['here', 'passed', 'failed'] as const
const ofTouches = ['delivered', 'blocked'] as const

/** How many are at a step, went through it, failed at it, and what came of its touches; each opens the customers behind it. */
export function LiveNumbers({ id, name }: { id: string; name: string }) {
  const { types } = useStores()
  const counts = useLiveCounts((all) => all?.nodes[id])
  const type = useDocument((state) => nodeById(state.journey, id)?.type)
  const touches = type !== undefined && types.get(type)?.category === 'touch'
  return (
    <>
      <NumberRow id={id} name={name} numbers={ofEvery} counts={counts} />
      {touches ? (
        <NumberRow
          id={id}
          name={name}
          numbers={counts && counts.inDoubt > 0 ? [...ofTouches, 'inDoubt'] : ofTouches}
          counts={counts}
        />
      ) : null}
    </>
  )
}

interface NumberRowProps {
  id: string
  name: string
  numbers: readonly LiveNumber[]
  counts: NodeCounts | undefined
}

function NumberRow({ id, name, numbers, counts }: NumberRowProps) {
  const { t, i18n } = useTranslation()
  const openBehind = useSession((state) => state.openBehind)
  const stop = useTabStop(id)
  return (
    <div className="live-numbers nodrag" style={{ gridTemplateColumns: `repeat(${numbers.length}, 1fr)` }}>
      {numbers.map((number) => {
        const count = counts?.[number] ?? 0
        const label = t('live.behindNode', {
          node: name,
          what: `${sayNumber(count, i18n.language)} ${t(`live.${number}`)}`,
        })
        return (
          <button
            key={number}
            type="button"
            tabIndex={stop ? 0 : -1}
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
