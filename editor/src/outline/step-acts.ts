import { deleteNodes } from '../commands/delete-nodes.ts'
import { maySwap, swapSteps } from '../commands/swap-steps.ts'
import { unlink } from '../commands/unlink.ts'
import { onwardOutlet } from '../node-types/tree.ts'
import { outletsOfNode } from '../node-types/words.ts'
import type { EditorStores } from '../store/editor-stores.tsx'
import { edgeAt, nodeById, type OutletRef } from '../store/journey.ts'
import { nameField } from '../store/session.ts'
import type { Row } from './rows.ts'

export type StepAct = (typeof stepActs)[number]['word']

/** Where an act is asked for: a line of the outline, and the place on the screen where a picker may open. */
export interface Asked {
  stores: EditorStores
  row: Row
  box: { left: number; width: number; bottom: number }
  language: string
  duplicate(): void
}

/** What can be done with a line of the outline, in the order of its menu, with the key that does it. */
export const stepActs = [
  { word: 'configure', chord: 'Enter', on: 'step' },
  { word: 'quick', chord: 'E', on: 'step' },
  { word: 'add', chord: 'A', on: 'both' },
  { word: 'link', chord: 'L', on: 'both' },
  { word: 'unlink', chord: undefined, on: 'both' },
  { word: 'rename', chord: 'F2', on: 'step' },
  { word: 'earlier', chord: 'Alt+ArrowUp', on: 'step' },
  { word: 'later', chord: 'Alt+ArrowDown', on: 'step' },
  { word: 'copy', chord: 'Mod+C', on: 'step' },
  { word: 'duplicate', chord: 'Mod+D', on: 'step' },
  { word: 'remove', chord: 'Delete', on: 'step' },
] as const

/** The edge that a line is about, without its words. */
const wayOf = ({ by }: Row): OutletRef | undefined => by && { from: by.from, outlet: by.outlet }

/** The way out that a line speaks of: its own, else the first that leads nowhere yet, else the first. */
function outletOf({ stores, row, language }: Asked): OutletRef | undefined {
  if (row.kind === 'outlet') return wayOf(row)
  const { journey } = stores.document.getState()
  const node = nodeById(journey, row.node)
  if (!node) return undefined
  const ways = outletsOfNode(node, stores.types, language, []).map(
    ({ outlet }): OutletRef => ({ from: node.id, outlet }),
  )
  return ways.find((way) => !edgeAt(journey, way)) ?? ways[0]
}

/** The line that leads on from here: an outlet's, or what a step goes on by. */
function onwardOf({ stores, row }: Asked): OutletRef | undefined {
  if (row.kind === 'outlet') return wayOf(row)
  const outlet = onwardOutlet(stores.document.getState().journey, stores.types, row.node)
  return outlet === undefined ? undefined : { from: row.node, outlet }
}

/** Whether an act makes sense on a line. */
export function mayAct(word: StepAct, asked: Asked): boolean {
  const { stores, row } = asked
  const { journey } = stores.document.getState()
  const type = stores.types.get(nodeById(journey, row.node)?.type ?? '')
  const act = stepActs.find((one) => one.word === word)
  if (row.kind === 'again' || (row.kind === 'outlet' && act?.on === 'step')) return false
  if (word === 'quick') return (type?.quick.length ?? 0) > 0
  if (word === 'add' || word === 'link') return outletOf(asked) !== undefined
  const onward = onwardOf(asked)
  if (word === 'unlink') return onward !== undefined && edgeAt(journey, onward) !== undefined
  return true
}

/** Does it. Answers false where it could not be done. */
export function act(word: StepAct, asked: Asked): boolean {
  const { stores, row, box, duplicate } = asked
  const { document, session, types } = stores
  const { journey, dispatch } = document.getState()
  const { node } = row
  if (!mayAct(word, asked)) return false
  const place = { x: box.left + box.width / 2, y: box.bottom }
  switch (word) {
    case 'configure':
      session.getState().focusField(node, '')
      return true
    case 'quick': {
      const [first] = types.get(nodeById(journey, node)?.type ?? '')?.quick ?? []
      session.getState().focusField(node, `/${first}`)
      return true
    }
    case 'rename':
      session.getState().focusField(node, nameField)
      return true
    case 'add': {
      const at = outletOf(asked)
      if (at) session.getState().pick({ at, ...place })
      return at !== undefined
    }
    case 'link': {
      const at = outletOf(asked)
      if (at) session.setState({ linking: { ...at, ...place } })
      return at !== undefined
    }
    case 'unlink': {
      const at = onwardOf(asked)
      if (at) dispatch(unlink(at))
      return at !== undefined
    }
    case 'earlier':
      return swap(stores, wayOf(row), node)
    case 'later': {
      const way = onwardOf(asked)
      const next = way && edgeAt(journey, way)?.to
      return next !== undefined && swap(stores, way, next)
    }
    case 'duplicate':
      duplicate()
      return true
    case 'remove': {
      const { selection } = session.getState()
      dispatch(deleteNodes(selection.includes(node) ? selection : [node]))
      session.getState().select([])
      return true
    }
    case 'copy':
      // By the event that a page gets for it: a page over plain http has no other clipboard.
      return window.document.execCommand('copy')
  }
}

function swap({ document, types }: EditorStores, way: OutletRef | undefined, second: string): boolean {
  const { journey, dispatch } = document.getState()
  const onward = onwardOutlet(journey, types, second)
  if (!way || onward === undefined || !maySwap(journey, way, second)) return false
  dispatch(swapSteps(way, second, onward))
  return true
}
