import { Modal } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { NodeType } from '../api/types.ts'
import ConfigForm from '../inspector/config-form.tsx'
import { nameOf, textsOf } from '../node-types/words.ts'
import { useDocument, useStores } from '../store/editor-stores.tsx'
import type { Config, JourneyNode } from '../store/journey.ts'
import { eventsOf } from './events-of.ts'
import { PreviewPane } from './preview-pane.tsx'
import { useWanted } from './use-wanted.ts'
import { WithLayouts } from './with-layouts.tsx'

interface MessageDialogProps {
  node: JourneyNode
  type: NodeType
  issues: ReadonlyMap<string, readonly string[]>
  onChange(config: Config, field: string | undefined): void
  onLeave(): void
  close(): void
}

/** Writes a message with room: its fields on one side, what a real customer would get on the other. */
export default function MessageDialog({ node, type, issues, onChange, onLeave, close }: MessageDialogProps) {
  const { t, i18n } = useTranslation()
  const { types } = useStores()
  const nodes = useDocument((state) => state.journey.nodes)
  const { begins } = useMemo(() => eventsOf(nodes, types), [nodes, types])
  const texts = textsOf(type, i18n.language)
  const wanted = useWanted(node, node.config)
  return (
    <Modal
      open
      centered
      width="min(1280px, calc(100vw - 32px))"
      className="message-dialog"
      title={t('messages.dialogTitle', { name: nameOf(node, types, i18n.language) })}
      footer={null}
      onCancel={() => {
        onLeave()
        close()
      }}
    >
      <div className="message-columns">
        <section className="message-write" aria-label={t('messages.write')}>
          {texts ? (
            <WithLayouts node={node} type={type} onChange={onChange} onLeave={onLeave}>
              <ConfigForm
                id={`write-${node.id}`}
                schema={type.schema}
                words={texts}
                value={node.config}
                issues={issues}
                category={type.category}
                onChange={onChange}
                onLeave={onLeave}
              />
            </WithLayouts>
          ) : null}
        </section>
        <PreviewPane
          wanted={wanted}
          fields={texts?.fields ?? {}}
          begins={begins}
          config={node.config}
          change={(config) => {
            onLeave()
            onChange(config, undefined)
          }}
        />
      </div>
    </Modal>
  )
}
