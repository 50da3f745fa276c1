import { Button } from 'antd'
import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useVersions } from '../api/versions.ts'
import { MarkSign } from '../canvas/mark-sign.tsx'
import { settingsWords } from '../inspector/settings-schema.ts'
import { nameAmong } from '../node-types/tell-apart.ts'
import { textsOf } from '../node-types/words.ts'
import { Failure } from '../shell/failure.tsx'
import { type EdgeChange, isSame, type NodeChange } from '../store/compare.ts'
import { useStores } from '../store/editor-stores.tsx'
import { edgeId, nodeById } from '../store/journey.ts'
import type { SessionState, VersionRef } from '../store/session.ts'
import { FieldChanges } from './field-changes.tsx'
import { type Compared, useComparison } from './use-comparison.ts'

type Comparing = NonNullable<SessionState['comparing']>

/** What differs between two states, step by step, field by field. */
export function ComparisonList({ comparing }: { comparing: Comparing }) {
  const { t } = useTranslation()
  const { session } = useStores()
  const { compared, error, retry } = useComparison()
  return (
    <>
      <Button
        size="small"
        className="comparison-back"
        icon={<ArrowLeft size={14} aria-hidden />}
        onClick={() => session.setState({ comparing: undefined })}
      >
        {t('history.back')}
      </Button>
      <div className="comparison-sides">
        <Side side="before" comparing={comparing} />
        <Side side="after" comparing={comparing} />
      </div>
      {error ? <Failure error={error} retry={retry} /> : null}
      {compared ? <Changes compared={compared} /> : error ? null : <p className="quiet">{t('common.loading')}</p>}
    </>
  )
}

/** Which state stands on one side. */
function Side({ side, comparing }: { side: keyof Comparing; comparing: Comparing }) {
  const { t } = useTranslation()
  const { id, session } = useStores()
  const numbers = useVersions(id).data?.pages.flatMap((page) => page.items.map(({ number }) => number)) ?? []
  const choices: VersionRef[] = ['draft', ...new Set([...numbers, comparing[side]].filter((one) => one !== 'draft'))]
  const choose = (value: string) =>
    session.setState({ comparing: { ...comparing, [side]: value === 'draft' ? 'draft' : Number(value) } })
  return (
    <label className="comparison-side">
      <span className="quiet">{t(`history.${side}`)}</span>
      <select value={comparing[side]} onChange={(event) => choose(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice === 'draft' ? t('history.draft') : t('editor.version', { number: choice })}
          </option>
        ))}
      </select>
    </label>
  )
}

function Changes({ compared }: { compared: Compared }) {
  const { t } = useTranslation()
  const { comparison } = compared
  if (isSame(comparison))
    return (
      <p className="quiet" role="status">
        {t('history.same')}
      </p>
    )
  const { nodes, edges, journey } = comparison
  const marks = [...nodes, ...edges, ...(journey.length > 0 ? [{ mark: 'changed' }] : [])].map(({ mark }) => mark)
  return (
    <>
      <p className="comparison-sum" role="status">
        {(['added', 'removed', 'changed'] as const).map((mark) => (
          <span key={mark}>
            <MarkSign mark={mark} /> {t(`history.${mark}`)} {marks.filter((one) => one === mark).length}
          </span>
        ))}
      </p>
      <ul className="comparison">
        {nodes.map((change) => (
          <ChangedNode key={change.node.id} change={change} compared={compared} />
        ))}
        {edges.map((change) => (
          <ChangedEdge key={`${change.mark} ${edgeId(change.edge)}`} change={change} compared={compared} />
        ))}
        {journey.length > 0 ? (
          <li data-change="journey">
            <div className="comparison-line">
              <MarkSign mark="changed" />
              <b>{t('settings.title')}</b>
            </div>
            <FieldChanges
              fields={journey}
              words={{ ...settingsWords(t).fields, name: t('editor.name'), notes: t('history.notes') }}
            />
          </li>
        ) : null}
      </ul>
    </>
  )
}

function ChangedNode({ change: { mark, node, fields }, compared }: { change: NodeChange; compared: Compared }) {
  const { t, i18n } = useTranslation()
  const name = useNameIn(compared)
  const { types, session } = useStores()
  const type = types.get(node.type)
  const words = { name: t('inspector.nodeName'), ...(type && textsOf(type, i18n.language)?.fields) }
  return (
    <li data-change={node.id} data-mark={mark}>
      <button type="button" className="comparison-node" onClick={() => session.getState().show([node.id])}>
        <MarkSign mark={mark} />
        <span className="unseen">{t(`history.${mark}`)}: </span>
        <b>{name(node.id)}</b>
      </button>
      <FieldChanges fields={fields} words={words} />
    </li>
  )
}

function ChangedEdge({ change: { mark, edge }, compared }: { change: EdgeChange; compared: Compared }) {
  const { t } = useTranslation()
  const name = useNameIn(compared)
  return (
    <li data-change={edgeId(edge)} data-mark={mark} className="comparison-line">
      <MarkSign mark={mark} />
      <span>
        <span className="unseen">{t(`history.${mark}`)}: </span>
        {t('history.line', { from: name(edge.from), to: name(edge.to) })}
      </span>
    </li>
  )
}

/** What steps are called after, or were before where they are gone. */
function useNameIn({ before, after }: Compared) {
  const { i18n } = useTranslation()
  const { types } = useStores()
  return (id: string) => nameAmong(nodeById(after, id) ? after : before, id, types, i18n.language)
}
