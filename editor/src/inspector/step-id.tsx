import { Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { message } from '../shell/notices.ts'

/** What a step is called in reports and by the API, whatever its name is. */
export function StepId({ id }: { id: string }) {
  const { t } = useTranslation()
  const copy = () => {
    if (copyText(id)) message.success(t('inspector.idCopied', { id }))
  }
  return (
    <div className="step-id">
      <span>{t('inspector.id')}</span>
      <code title={id}>{id}</code>
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

/** By the event that a page gets for it: a page over plain http has no other clipboard. */
function copyText(text: string): boolean {
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  window.document.addEventListener('copy', put, { capture: true })
  const copied = window.document.execCommand('copy')
  window.document.removeEventListener('copy', put, { capture: true })
  return copied
}
