import { useWords } from '../i18n/words.tsx'
import { placesOf } from '../node-types/tree.ts'
import { nameOf, summaryOf } from '../node-types/words.ts'
import { useDocument, useMark, useSession, useStores } from '../store/editor-stores.tsx'
import { nodeById } from '../store/journey.ts'

/** What a screen reader says of a card: "Wait 2 hours, step 3 of 7, after Cart by Next, 1 problem". */
export function useSpokenCard(id: string): string {
  const { t, language } = useWords()
  const { types, live } = useStores()
  const problems = useMark('problems', id)
  const fresh = useSession((state) => state.fresh === id)
  // Answered as a text, so that a card is drawn again only when its own words change.
  return useDocument(({ journey }) => {
    const node = nodeById(journey, id)
    if (!node) return id
    const name = nameOf(node, types, language)
    const summary = summaryOf(node, types, language) ?? t('canvas.unknownType', { type: node.type })
    const place = placesOf(journey, types, language).get(id)
    const from = place?.by && nodeById(journey, place.by.from)
    return [
      summary.startsWith(name) ? summary : `${name}${t('spoken.join')}${summary}`,
      place && t('spoken.place', { nth: place.nth, of: place.of }),
      from && t('spoken.after', { node: nameOf(from, types, language), outlet: place.by?.label ?? '' }),
      !live && types.get(node.type)?.entry !== true && !from && t('canvas.unreachable'),
      !live && problems > 0 && (fresh ? t('canvas.toSetUp') : t('canvas.problems', { count: problems })),
    ]
      .filter((words) => typeof words === 'string')
      .join(t('spoken.join'))
  })
}

/** Whether Tab comes to a card: to the first that is selected, else to the first of the journey. The arrows go on from there. */
export function useTabStop(id: string): boolean {
  const { types } = useStores()
  const chosen = useSession((state) => state.selection[0])
  return useDocument(({ journey }) => {
    if (chosen !== undefined && nodeById(journey, chosen)) return chosen === id
    return placesOf(journey, types, 'en').get(id)?.nth === 1
  })
}
