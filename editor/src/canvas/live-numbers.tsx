import { useLiveCounts } from '../api/counts.ts'
import type { Behind, Counts, NodeType } from '../api/types.ts'
import { numberWords } from '../i18n/number-words.ts'
import { sayNumber, sayShort } from '../i18n/say.ts'
import { useWords } from '../i18n/words.tsx'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { nodeById } from '../store/journey.ts'
import { useTabStop } from './faces.tsx'
import '../styles/opens.css'

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
  opened: 'opened',
  clicked: 'clicked',
} as const satisfies Record<LiveNumber, Behind['state']>

const ofEvery = ['here', 'passed', 'failed'] as const

/** How many are at a step, went through it, failed at it, and what came of its touches; each opens the customers behind it. */
export function LiveNumbers({ id, name }: { id: string; name: string }) {
  const { types } = useStores()
  const counts = useLiveCounts((all) => all?.nodes[id])
  const type = types.get(useDocument((state) => nodeById(state.journey, id)?.type) ?? '')
  return (
    <>
      <NumberRow id={id} name={name} numbers={ofEvery} counts={counts} />
      {type?.category === 'touch' ? (
        <NumberRow id={id} name={name} numbers={numbersOfTouch(type.tells, counts)} counts={counts} />
      ) : null}
    </>
  )
}

/** What is in doubt shows only where something is: nobody has to wonder about it otherwise. */
const numbersOfTouch = (tells: NodeType['tells'], counts: NodeCounts | undefined): LiveNumber[] => [
  'delivered',
  ...tells,
  'blocked',
  ...(counts && counts.inDoubt > 0 ? (['inDoubt'] as const) : []),
]

interface NumberRowProps {
  id: string
  name: string
  numbers: readonly LiveNumber[]
  counts: NodeCounts | undefined
}

function NumberRow({ id, name, numbers, counts }: NumberRowProps) {
  const { t, language } = useWords()
  const openBehind = useSession((state) => state.openBehind)
  const stop = useTabStop(id)
  return (
    <div
      className="live-numbers nodrag"
      data-many={numbers.length > 3}
      style={{ gridTemplateColumns: `repeat(${numbers.length}, 1fr)` }}
    >
      {numbers.map((number) => {
        const count = counts?.[number] ?? 0
        const label = t('live.behindNode', {
          node: name,
          what: `${sayNumber(count, language)} ${t(numberWords[number])}`,
        })
        return (
          <button
            key={number}
            type="button"
            tabIndex={stop ? 0 : -1}
            data-number={number}
            data-count={count}
            aria-label={label}
            title={number === 'passed' ? `${label}\n${t('live.passedText')}` : label}
            onClick={() => openBehind({ node: id, state: states[number] })}
          >
            <b>{sayShort(count, language)}</b> {t(numberWords[number])}
          </button>
        )
      })}
    </div>
  )
}
