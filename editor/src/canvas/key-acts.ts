import { nodeById } from '../store/journey.ts'
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
