import { Button } from 'antd'
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { NodeType } from '../api/types.ts'
import { nameOf } from '../node-types/words.ts'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { type JourneyNode, nodeById } from '../store/journey.ts'
import { placeBelow } from './place-below.ts'

// Forms are a large part of the editor and not of its first view.
const QuickForm = lazy(() => import('../inspector/quick-form.tsx'))

/** E, or a double click: the fields that a step's type marks quick, on its card. */
export function QuickEdit() {
  const { types } = useStores()
  const quick = useSession((state) => state.quick)
  const node = useDocument(({ journey }) => (quick === undefined ? undefined : nodeById(journey, quick)))
  const type = node && types.get(node.type)
  return node && type ? <Quick key={node.id} node={node} type={type} /> : null
}

const widthPx = 300

function Quick({ node, type }: { node: JourneyNode; type: NodeType }) {
  const { t, i18n } = useTranslation()
  const { session, types } = useStores()
  const box = useRef<HTMLDivElement>(null)
  const card = document.querySelector<HTMLElement>(`[data-card="${node.id}"]`)
  const close = () => session.setState({ quick: undefined })
  useFirstField(box)
  useEffect(() => {
    const outside = ({ target }: Event) => {
      if (target instanceof Node && !box.current?.contains(target)) session.setState({ quick: undefined })
    }
    window.addEventListener('pointerdown', outside, true)
    window.addEventListener('wheel', outside, { capture: true, passive: true })
    return () => {
      window.removeEventListener('pointerdown', outside, true)
      window.removeEventListener('wheel', outside, true)
    }
  }, [session])

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    const done = event.key === 'Enter' && event.target instanceof HTMLInputElement
    if (event.nativeEvent.isComposing || (event.key !== 'Escape' && !done)) return
    event.preventDefault()
    close()
    card?.focus({ preventScroll: true })
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a dialog; Escape and Enter close it from any of its fields
    <div
      ref={box}
      className="quick"
      role="dialog"
      aria-label={t('quick.label', { node: nameOf(node, types, i18n.language) })}
      style={placeBelow(card?.getBoundingClientRect(), widthPx)}
      onKeyDown={onKeyDown}
    >
      <Suspense fallback={<p className="quiet">{t('common.loading')}</p>}>
        <QuickForm node={node} type={type} />
      </Suspense>
      <Button
        type="link"
        size="small"
        onClick={() => {
          close()
          session.getState().focusField(node.id, '')
        }}
      >
        {t('quick.all')}
      </Button>
    </div>
  )
}

const fields = 'input:not([type="hidden"]), textarea, select'
const patienceMs = 2000

/** Takes the keyboard to the first field, as soon as the form is there. */
function useFirstField(box: React.RefObject<HTMLElement | null>) {
  useEffect(() => {
    const untilMs = Date.now() + patienceMs
    let frame = 0
    const look = () => {
      const field = box.current?.querySelector<HTMLElement>(fields)
      if (field) field.focus({ preventScroll: true })
      else if (Date.now() < untilMs) frame = requestAnimationFrame(look)
    }
    look()
    return () => cancelAnimationFrame(frame)
  }, [box])
}
