import type { ReactNode } from 'react'
import { useStores } from '../store/editor-stores.tsx'
import { nodeById } from '../store/journey.ts'
import { isOutside } from './is-outside.ts'
import { cutWhere, wordsPx } from './layout.ts'

interface CardMainProps {
  id: string
  name: string
  /** Undefined where it is drawn later. */
  summary: string | undefined
  /** What it is called, in a sentence with its place. */
  spoken: string
  /** Whether Tab comes here. */
  stop: boolean
  children: ReactNode
}

/**
 * What a card is and does, below the button that takes its focus: a press selects it, the arrows go on from here. The words lie
 * beside the button and not in it, since it is called otherwise: in a sentence, with its place.
 */
export function CardMain({ id, name, summary, spoken, stop, children }: CardMainProps) {
  const { session, types, document, live } = useStores()
  const editQuickly = () => {
    const type = types.get(nodeById(document.getState().journey, id)?.type ?? '')
    if (!live && type?.quick.length) session.setState({ quick: id })
  }
  return (
    <div className="card-main">
      <button
        type="button"
        className="card-press"
        aria-label={spoken}
        tabIndex={stop ? 0 : -1}
        data-card={id}
        onFocus={({ currentTarget }) => {
          if (!currentTarget.matches(':focus-visible')) return
          session.getState().select([id])
          if (isOutside(currentTarget)) session.getState().show([id])
        }}
        onDoubleClick={editQuickly}
      />
      {children}
      <span className="card-words" aria-hidden="true">
        <span className="card-name" data-fit={cutWhere(name, wordsPx, 14)}>
          {name}
        </span>
        {summary === undefined ? null : (
          <span className="card-summary" data-fit={cutWhere(summary, 1.5 * wordsPx, 12)}>
            {summary}
          </span>
        )}
      </span>
    </div>
  )
}
