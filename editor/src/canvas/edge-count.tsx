import { useLiveCounts } from '../api/counts.ts'
import { sayNumber, sayShort } from '../i18n/say.ts'
import { useWords } from '../i18n/words.tsx'
import { nameAmong } from '../node-types/tell-apart.ts'
import { outletsOfNode } from '../node-types/words.ts'
import { useStores } from '../store/editor-stores.tsx'
import { nodeById, type OutletRef } from '../store/journey.ts'
import { useTabStop } from './faces.tsx'

/** How many left by an outlet, whether an edge leads on from there or not; opens the customers behind it. */
export function EdgeCount({ from, outlet }: OutletRef) {
  const { t, language } = useWords()
  const { document, session, types } = useStores()
  const count = useLiveCounts((counts) => counts?.nodes[from]?.outlets[outlet] ?? 0)
  const stop = useTabStop(from)
  const { journey } = document.getState()
  const node = nodeById(journey, from)
  const way = node && outletsOfNode(node, types, language, []).find((one) => one.outlet === outlet)
  const label = t('live.behindOutlet', {
    node: nameAmong(journey, from, types, language),
    outlet: way?.label ?? outlet,
  })
  return (
    <button
      type="button"
      tabIndex={stop ? 0 : -1}
      className="edge-count nodrag nopan"
      data-count={count}
      data-outlet-count={`${from}:${outlet}`}
      aria-label={`${sayNumber(count, language)}. ${label}`}
      title={`${sayNumber(count, language)} · ${label}`}
      onClick={() => session.getState().openBehind({ node: from, outlet })}
    >
      {sayShort(count, language)}
    </button>
  )
}
