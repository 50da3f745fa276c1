import { Input } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Issue } from '../api/client.ts'
import type { NodeType } from '../api/types.ts'
import { deleteNodes } from '../commands/delete-nodes.ts'
import { renameNode } from '../commands/rename-node.ts'
import { MessageTools } from '../messages/message-tools.tsx'
import { WithLayouts } from '../messages/with-layouts.tsx'
import { NodeIcon } from '../node-types/icon.tsx'
import { messagesAt, placeOf } from '../node-types/problems.ts'
import { textsOf } from '../node-types/words.ts'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { useIssues } from '../store/issues.ts'
import { type JourneyNode, nodeById } from '../store/journey.ts'
import { useComposed } from './composed.ts'
import ConfigForm from './config-form.tsx'
import { DeleteButton } from './delete-button.tsx'
import { StepId } from './step-id.tsx'
import { useConfigure } from './use-configure.ts'

/** One step: what it is, its name, and its config as a form. */
export default function NodeSettings({ id }: { id: string }) {
  const node = useDocument((state) => nodeById(state.journey, id))
  const { types } = useStores()
  if (!node) return null
  const type = types.get(node.type)
  return type ? <KnownNode node={node} type={type} /> : <UnknownNode node={node} />
}

function KnownNode({ node, type }: { node: JourneyNode; type: NodeType }) {
  const { t, i18n } = useTranslation()
  const { document, session } = useStores()
  const texts = textsOf(type, i18n.language)
  const { id } = node
  const issues = useNodeIssues(id)
  const change = useConfigure(id, type)
  const name = useComposed(node.name ?? '', (text) => document.getState().dispatch(renameNode(id, text)))
  const leave = () => document.getState().seal()
  const fields = Object.keys(type.schema.properties ?? {})
  // What is no field's is told once, above the form.
  const isField = (pointer: string) => fields.includes(pointer.split('/')[1] ?? '')
  const general = useFound(id).filter((issue) => !isField(placeOf(issue, document.getState().journey).pointer))
  const inForm = new Map([...issues].filter(([pointer]) => isField(pointer)))
  const remove = () => {
    document.getState().dispatch(deleteNodes([id]))
    session.getState().select([])
  }
  return (
    <>
      <header className="inspector-head">
        <NodeIcon shapes={type.icon} category={type.category} />
        <div>
          <h2>{texts?.name ?? type.type}</h2>
          <p className="quiet">{texts?.description}</p>
        </div>
      </header>
      {general.map(({ message, severity }) => (
        <p key={message} className="field-wrong" role="note" data-severity={severity}>
          {message}
        </p>
      ))}
      <MessageTools node={node} type={type} issues={inForm} onChange={change} onLeave={leave} />
      {texts && fields.length > 0 ? (
        <WithLayouts node={node} type={type} onChange={change} onLeave={leave}>
          <ConfigForm
            id={`node-${id}`}
            schema={type.schema}
            words={texts}
            value={node.config}
            issues={inForm}
            category={type.category}
            onChange={change}
            onLeave={leave}
          />
        </WithLayouts>
      ) : (
        <p className="quiet" data-form={`node-${id}`}>
          {t('inspector.noFields')}
        </p>
      )}
      <div className="field inspector-name">
        <label htmlFor={`name-of-${id}`}>
          {t('inspector.nodeName')}
          <span className="optional"> · {t('inspector.optional')}</span>
        </label>
        <Input
          id={`name-of-${id}`}
          maxLength={200}
          placeholder={texts?.name ?? ''}
          onBlur={leave}
          aria-describedby={`name-help-${id}`}
          {...name}
        />
        <p className="field-help" id={`name-help-${id}`}>
          {t('inspector.nodeNameHelp', { type: texts?.name ?? type.type })}
        </p>
      </div>
      <footer className="inspector-foot">
        <StepId id={id} />
        <DeleteButton label={t('inspector.delete')} act={remove} />
      </footer>
    </>
  )
}

function UnknownNode({ node }: { node: JourneyNode }) {
  const { t } = useTranslation()
  const { document, session } = useStores()
  const remove = () => {
    document.getState().dispatch(deleteNodes([node.id]))
    session.getState().select([])
  }
  return (
    <>
      <h2>{node.name ?? node.type}</h2>
      <p>{t('canvas.unknownType', { type: node.type })}</p>
      <pre className="code-block">{JSON.stringify(node.config, undefined, 2)}</pre>
      <DeleteButton label={t('inspector.delete')} act={remove} />
    </>
  )
}

/** What the check says of a node; nothing yet while it is still being set up. */
function useFound(id: string): readonly Issue[] {
  const { document } = useStores()
  const { data } = useIssues()
  const fresh = useSession((state) => state.fresh === id)
  return useMemo(() => {
    const { journey } = document.getState()
    return fresh ? [] : (data ?? []).filter((issue) => placeOf(issue, journey).node === id)
  }, [data, document, id, fresh])
}

/** The same, as messages by field. */
export function useNodeIssues(id: string): ReadonlyMap<string, readonly string[]> {
  const { document } = useStores()
  const found = useFound(id)
  return useMemo(() => messagesAt(found, document.getState().journey, id), [found, document, id])
}
