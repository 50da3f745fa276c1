import { useEffect, useRef } from 'react'
import { useSession } from '../store/editor-stores.tsx'

const controls = 'input:not([type="hidden"]), textarea, select, button'
const patienceMs = 2000

/** Takes the keyboard to the field that a problem or a new node asks for, as soon as its form is there. */
export function useFieldFocus() {
  const panel = useRef<HTMLElement>(null)
  const request = useSession((state) => state.focus)

  useEffect(() => {
    if (!request) return
    const untilMs = Date.now() + patienceMs
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      const control = controlAt(panel.current, request.pointer)
      if (control) {
        control.focus({ preventScroll: true })
        control.scrollIntoView({ block: 'center' })
      } else if (Date.now() < untilMs) timer = setTimeout(look, 50)
    }
    timer = setTimeout(look, 30)
    return () => clearTimeout(timer)
  }, [request])

  return panel
}

/** The control of a field, or of the nearest field around it; of the first field where none is named. */
function controlAt(panel: HTMLElement | null, pointer: string): HTMLElement | null {
  const form = panel?.querySelector('.config-form, .no-fields')
  if (!panel || !form) return null
  const parts = pointer.split('/')
  for (let length = parts.length; length > 1; length -= 1) {
    const field = panel.querySelector(`[data-path="${CSS.escape(parts.slice(0, length).join('/'))}"]`)
    const control = field?.querySelector<HTMLElement>(controls)
    if (control) return control
  }
  return form.querySelector<HTMLElement>(controls) ?? panel.querySelector<HTMLElement>(controls)
}
