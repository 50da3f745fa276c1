import { Copy } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { shownChord } from '../editing/keys-help.tsx'
import { message } from '../shell/notices.ts'

/** What a step is called in reports and by the API, whatever its name is. */
export function StepId({ id }: { id: string }) {
  const { t } = useTranslation()
  const shown = useRef<HTMLElement>(null)
  const copy = () => {
    if (shown.current && copyFrom(shown.current)) message.success(t('inspector.idCopied', { id }))
    else message.info(t('inspector.copyYourself', { keys: shownChord('Mod+C') }), 8)
  }
  return (
    <div className="step-id">
      <span>{t('inspector.id')}</span>
      <code ref={shown} title={id}>
        {id}
      </code>
      <button
        type="button"
        className="rule-icon"
        aria-label={t('inspector.copyId')}
        title={t('inspector.copyId')}
        onClick={copy}
      >
        <Copy size={14} aria-hidden />
      </button>
    </div>
  )
}

/**
 * By the event that a page gets for it: a page over plain http has no other clipboard. Selected, since some browsers copy nothing
 * else; it stays selected where that is refused, so that a press of keys copies it.
 */
function copyFrom(element: HTMLElement): boolean {
  const { document } = window
  let put = false
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', element.textContent ?? '')
    event.preventDefault()
    event.stopImmediatePropagation()
    put = true
  }
  const selection = document.getSelection()
  selection?.selectAllChildren(element)
  document.addEventListener('copy', onCopy, { capture: true })
  const isCopied = document.execCommand('copy') && put
  document.removeEventListener('copy', onCopy, { capture: true })
  if (isCopied) selection?.removeAllRanges()
  return isCopied
}
