import { useLayoutEffect, useRef } from 'react'
import { useSession } from '../store/editor-stores.tsx'
import { type FocusRequest, nameField } from '../store/session.ts'

const inputs = 'input:not([type="hidden"]):not([hidden] *), textarea, select, [contenteditable="true"], [aria-pressed]'
const patienceMs = 2000

/** Takes the keyboard to the field that a problem or a new node asks for, as soon as its form is there. */
export function useFieldFocus() {
  const panel = useRef<HTMLElement>(null)
  const request = useSession((state) => state.focus)

  // Before the next key is heard: what is typed right after a step was added belongs to it.
  useLayoutEffect(() => {
    if (!request) return
    const untilMs = Date.now() + patienceMs
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      const control = controlAt(panel.current, request)
      if (control) {
        control.focus({ preventScroll: true })
        control.scrollIntoView({ block: 'center' })
      } else if (Date.now() < untilMs) timer = setTimeout(look, 50)
    }
    look()
    return () => clearTimeout(timer)
  }, [request])

  return panel
}

/** The control of a field, or of the nearest field around it; of the first field where none is named. */
function controlAt(panel: HTMLElement | null, { node, pointer }: FocusRequest): HTMLElement | null {
  const id = node === undefined ? 'settings' : `node-${node}`
  const form = panel?.querySelector<HTMLElement>(`[data-form="${CSS.escape(id)}"]`)
  // While another form still loads, the one before is there but hidden.
  if (!panel || !form || form.offsetParent === null) return null
  if (pointer === nameField) return panel.querySelector<HTMLElement>('.inspector-name input')
  const parts = pointer.split('/')
  for (let length = parts.length; length > 1; length -= 1) {
    const field = form.querySelector(`[data-path="${CSS.escape(parts.slice(0, length).join('/'))}"]`)
    const control = field && controlIn(field)
    if (control) return control
  }
  return controlIn(form) ?? controlIn(panel)
}

/** What is filled in comes before what is pressed, such as a list's tools. */
const controlIn = (place: Element): HTMLElement | null =>
  place.querySelector<HTMLElement>(inputs) ?? place.querySelector<HTMLElement>('button:not(:disabled)')
