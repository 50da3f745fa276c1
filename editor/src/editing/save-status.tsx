import { Check, CircleAlert, CloudOff, LoaderCircle, PencilLine } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Autosave } from '../store/autosave.ts'

const icons = {
  saved: Check,
  unsaved: PencilLine,
  saving: LoaderCircle,
  unreachable: CloudOff,
  'signed-out': CircleAlert,
  refused: CircleAlert,
  conflict: CircleAlert,
}

/** Whether what is drawn is safe. */
export function SaveStatus({ autosave }: { autosave: Autosave }) {
  const { t } = useTranslation()
  const { state, message } = useStore(autosave)
  const Icon = icons[state]
  return (
    <span className="save-status" role="status" data-save={state}>
      <Icon size={14} aria-hidden />
      <span>
        {t(`save.${state}`)}
        {state === 'refused' ? `: ${message}` : ''}
      </span>
    </span>
  )
}
