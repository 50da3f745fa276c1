import { Modal } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { usePreview } from '../../api/messages.ts'
import { sayValue } from '../../i18n/say-value.ts'
import { useDocument, useStores } from '../../store/editor-stores.tsx'
import type { Config, JourneyNode } from '../../store/journey.ts'
import { objectOf } from '../../store/json.ts'
import { eventsOf } from '../events-of.ts'
import { useAsked } from '../use-asked.ts'
import { useWanted } from '../use-wanted.ts'
import { type Layout, layouts } from './layouts.ts'

interface LayoutDialogProps {
  node: JourneyNode
  /** The field that a layout is written into. */
  body: string
  /** The fields that are given its subject, where they are empty. */
  titles: readonly string[]
  choose(config: Config): void
  close(): void
}

/** The layouts that a message can begin with, each drawn by the code that sends. */
export default function LayoutDialog({ node, body, titles, choose, close }: LayoutDialogProps) {
  const { t, i18n } = useTranslation()
  const offered = useMemo(() => layouts(i18n.language), [i18n.language])
  const written = sayValue(node.config[body]).trim() !== ''
  const withLayout = (layout: Layout): Config => {
    const empty = titles.filter((name) => sayValue(node.config[name]).trim() === '')
    return { ...node.config, ...Object.fromEntries(empty.map((name) => [name, layout.subject])), [body]: layout.body }
  }
  return (
    <Modal
      open
      centered
      width="min(920px, calc(100vw - 32px))"
      className="layout-dialog"
      title={t('messages.layouts.title')}
      footer={null}
      onCancel={close}
    >
      <p className="quiet">{t('messages.layouts.intro')}</p>
      {written ? (
        <p className="layout-replaces" role="note">
          {t('messages.layouts.replaces')}
        </p>
      ) : null}
      <ul className="layouts">
        {offered.map((layout) => (
          <LayoutCard
            key={layout.name}
            node={node}
            layout={layout}
            config={withLayout(layout)}
            choose={() => {
              choose(withLayout(layout))
              close()
            }}
          />
        ))}
      </ul>
    </Modal>
  )
}

interface LayoutCardProps {
  node: JourneyNode
  layout: Layout
  config: Config
  choose(): void
}

function LayoutCard({ node, layout, config, choose }: LayoutCardProps) {
  const { t } = useTranslation()
  const name = t(`messages.layouts.${layout.name}`)
  return (
    <li className="layout" data-layout={layout.name}>
      <Picture node={node} config={config} name={name} />
      <button type="button" aria-label={t('messages.layouts.choose', { name })} onClick={choose}>
        {name}
      </button>
      <span className="quiet">{t(`messages.layouts.${layout.name}For`)}</span>
    </li>
  )
}

/** The whole message, small: nothing in it can be reached. */
function Picture({ node, config, name }: { node: JourneyNode; config: Config; name: string }) {
  const { types } = useStores()
  const nodes = useDocument((state) => state.journey.nodes)
  const { begins } = useMemo(() => eventsOf(nodes, types), [nodes, types])
  // One object for one config, so that it is asked for once.
  const text = JSON.stringify(config)
  const held = useMemo(() => objectOf(JSON.parse(text)), [text])
  const { data } = usePreview(useAsked(useWanted(node, held), begins))
  const html = data?.content?.html
  return (
    <span className="layout-picture" aria-hidden="true">
      {typeof html === 'string' ? <iframe sandbox="" tabIndex={-1} title={name} srcDoc={html} /> : null}
    </span>
  )
}
