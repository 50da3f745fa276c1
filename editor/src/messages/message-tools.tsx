import { Button } from 'antd'
import { Eye } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NodeType } from '../api/types.ts'
import type { Config, JourneyNode } from '../store/journey.ts'

const MessageDialog = lazy(() => import('./message-dialog.tsx'))

interface MessageToolsProps {
  node: JourneyNode
  type: NodeType
  issues: ReadonlyMap<string, readonly string[]>
  onChange(config: Config, field: string | undefined): void
  onLeave(): void
}

/** The way from a step's form to its message with room and a preview; absent where the step has no template. */
export function MessageTools(props: MessageToolsProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(false)
  // The dialog holds the keyboard until it is gone.
  useEffect(() => {
    if (wasOpen.current && !open) button.current?.focus()
    wasOpen.current = open
  }, [open])
  if (!hasTemplate(props.type.schema)) return null
  return (
    <div className="message-tools">
      <Button ref={button} block icon={<Eye size={14} aria-hidden />} onClick={() => setOpen(true)}>
        {t('messages.open')}
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <MessageDialog {...props} close={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  )
}

/** Whether any field, however deep, is a template: told by the hint that it carries. */
function hasTemplate(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  if ('widget' in schema && schema.widget === 'template') return true
  return Object.values(schema).some(hasTemplate)
}
