import { outletsOfNode } from '../node-types/words.ts'
import { edgeAt, nodeById, type OutletRef } from '../store/journey.ts'
import type { KeyScene } from './keys.ts'

/** The fields that its type marks quick, on the card; the whole form where it marks none. */
export function quickEdit({ stores: { document, session, types } }: KeyScene): boolean {
  const [only, ...others] = session.getState().selection
  const node = nodeById(document.getState().journey, only ?? '')
  if (!node || others.length > 0) return false
  if (types.get(node.type)?.quick.length) session.setState({ quick: node.id })
  else session.getState().focusField(node.id, '')
  return true
}

/** Behind the first way out that leads nowhere yet, else into the first. */
export function addAfter(scene: KeyScene): boolean {
  const way = wayOut(scene)
  if (way) scene.stores.session.getState().pick(way)
  return way !== undefined
}

/** Leads the same way out to a step that is there already. */
export function linkTo(scene: KeyScene): boolean {
  const way = wayOut(scene)
  if (way) scene.stores.session.setState({ linking: { ...way.at, x: way.x, y: way.y } })
  return way !== undefined
}

function wayOut({ stores: { document, session, types }, canvas, language }: KeyScene) {
  const { journey } = document.getState()
  const node = nodeById(journey, session.getState().selection[0] ?? '')
  if (!node) return undefined
  const outlets = outletsOfNode(node, types, language, []).map(({ outlet }): OutletRef => ({ from: node.id, outlet }))
  const at = outlets.find((one) => !edgeAt(journey, one)) ?? outlets[0]
  const box = canvas.querySelector(`[data-card="${node.id}"]`)?.getBoundingClientRect()
  return at && box ? { at, x: box.left + box.width / 2, y: box.bottom } : undefined
}
