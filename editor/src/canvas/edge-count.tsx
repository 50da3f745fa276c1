import { useLiveCounts } from '../api/counts.ts'
import { sayNumber, sayShort } from '../i18n/say.ts'
import { useWords } from '../i18n/words.tsx'
import { nameOf, outletsOfNode } from '../node-types/words.ts'
import { useStores } from '../store/editor-stores.tsx'
import { nodeById, type OutletRef } from '../store/journey.ts'
import { useTabStop } from './faces.tsx'

/** How many left by an outlet, whether an edge leads on from there or not; opens the customers behind it. */
export function EdgeCount({ from, outlet }: OutletRef) {
  const { t, language } = useWords()
  const { document, session, types } = useStores()
  const count = useLiveCounts((counts) => counts?.nodes[from]?.outlets[outlet] ?? 0)
  const stop = useTabStop(from)
  const node = nodeById(document.getState().journey, from)
  const way = node && outletsOfNode(node, types, language, []).find((one) => one.outlet === outlet)
  const label = t('live.behindOutlet', {
    node: node ? nameOf(node, types, language) : from,
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
