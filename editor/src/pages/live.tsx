import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useCountsFeed, useFeedState, useLiveCounts } from '../api/counts.ts'
import { type Opened, useLiveJourney } from '../api/journeys.ts'
import { useNodeTypes } from '../api/node-types.ts'
import type { Behind, Counts } from '../api/types.ts'
import { Canvas } from '../canvas/canvas.tsx'
import { useClipboard } from '../canvas/use-clipboard.ts'
import { useEditorKeys } from '../canvas/use-keys.ts'
import { KeysHelp } from '../editing/keys-help.tsx'
import { LifecycleMenu } from '../editing/lifecycle-menu.tsx'
import { ModeSwitch } from '../editing/mode-switch.tsx'
import { useRegionKey } from '../editing/use-region-key.ts'
import { sayNumber, sayShort } from '../i18n/say.ts'
import { wordFor } from '../i18n/word-for.ts'
import type { NodeTypes } from '../node-types/links.ts'
import { summaryOf } from '../node-types/words.ts'
import { Failure } from '../shell/failure.tsx'
import { StateTag } from '../shell/state-tag.tsx'
import { ViewMenu } from '../shell/view-menu.tsx'
import { createDocument } from '../store/document.ts'
import { EditorContext, useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { createLiveCounts } from '../store/live-counts.ts'
import { createSession } from '../store/session.ts'
import { BehindPanel } from './behind-panel.tsx'
import { useShown } from './use-shown.ts'
import '../styles/editor.css'
import '../styles/inspector.css'

const reasons = [
  'completed',
  'goal',
  'exit',
  'stopped',
  'discarded',
  'merged',
  'node-removed',
  'runaway',
  'erased',
] as const

/** `/journeys/:id/live`: watches a journey. The canvas is that of the version customers enter; nothing here changes it. */
export function Live() {
  const { id = '' } = useParams()
  const journey = useLiveJourney(id)
  const types = useNodeTypes()
  const error = journey.error ?? types.error
  if (journey.data && types.data) {
    return <Watch key={`${id} ${journey.data.liveVersion}`} opened={journey.data} types={types.data} />
  }
  if (error) return <Failure error={error} retry={() => void Promise.all([journey.refetch(), types.refetch()])} />
  return <div className="page-wait" />
}

function Watch({ opened, types }: { opened: Opened; types: NodeTypes }) {
  const [stores] = useState(() => ({
    id: opened.id,
    document: createDocument(opened.journey),
    session: createSession(false),
    types,
    live: true,
    counts: createLiveCounts((draw) => requestAnimationFrame(draw)),
  }))
  useCountsFeed(opened.id, stores.counts)
  return (
    <EditorContext value={stores}>
      <WatchRoom opened={opened} />
    </EditorContext>
  )
}

function WatchRoom({ opened }: { opened: Opened }) {
  const { t } = useTranslation()
  const behind = useSession((state) => state.behind)
  const name = useDocument((state) => state.journey.name)
  useEditorKeys()
  useClipboard()
  useRegionKey()
  useShown()
  return (
    <div className="workbench">
      <header className="edit-bar" data-region="bar">
        <Link className="icon-link" to="/journeys" aria-label={t('common.back')} title={t('common.back')}>
          <ArrowLeft size={18} aria-hidden />
        </Link>
        <h1 className="journey-name">{name}</h1>
        <StateTag state={opened.state} />
        {opened.liveVersion === null ? null : (
          <span className="quiet wide-only">{t('editor.version', { number: opened.liveVersion })}</span>
        )}
        <span className="bar-space" />
        <ModeSwitch id={opened.id} mode="live" />
        <ViewMenu />
        <LifecycleMenu opened={opened} />
      </header>
      <div className="workbench-middle">
        <main className="stage" aria-label={t('editor.live')} data-region="canvas">
          <Canvas />
        </main>
        {behind ? <BehindPanel key={JSON.stringify(behind)} journey={opened.id} behind={behind} /> : null}
      </div>
      <Totals />
      <Nobody opened={opened} />
      <KeysHelp />
    </div>
  )
}

function Totals() {
  const { t } = useTranslation()
  const by = useFeedState()
  return (
    <section className="totals" aria-label={t('live.summary')} data-region="totals">
      <Total name="entered" label={t('live.entered')} count={({ entered }) => entered} behind={{}} />
      <Total name="active" label={t('live.active')} count={({ active }) => active} behind={{ state: 'active' }} />
      {reasons.map((reason) => (
        <Total
          key={reason}
          name={reason}
          label={wordFor(t, 'endings', reason)}
          count={({ ended }) => ended[reason] ?? 0}
          behind={{ state: 'ended', reason }}
          hideNone
        />
      ))}
      <span className="bar-space" />
      <span className="quiet feed" data-feed={by} role="status">
        <span className="feed-dot" aria-hidden="true" />
        {t(`live.feed.${by}`)}
      </span>
    </section>
  )
}

interface TotalProps {
  name: string
  label: string
  count: (counts: Counts) => number
  behind: Behind
  /** Shown only once there is anybody. */
  hideNone?: boolean
}

/** A number of the whole journey; opens the customers behind it. */
function Total({ name, label, count, behind, hideNone = false }: TotalProps) {
  const { i18n } = useTranslation()
  const openBehind = useSession((state) => state.openBehind)
  const n = useLiveCounts((counts) => (counts ? count(counts) : 0))
  if (hideNone && n === 0) return null
  return (
    <button
      type="button"
      data-total={name}
      data-count={n}
      title={`${label}: ${sayNumber(n, i18n.language)}`}
      onClick={() => openBehind(behind)}
    >
      {label} <b>{sayShort(n, i18n.language)}</b>
    </button>
  )
}

/** Nobody there yet: says what would make a customer enter. */
function Nobody({ opened }: { opened: Opened }) {
  const { t, i18n } = useTranslation()
  const { types } = useStores()
  const entries = useDocument((state) => state.journey.nodes).filter((node) => types.get(node.type)?.entry)
  const entered = useLiveCounts((counts) => counts?.entered)
  if (entered !== 0) return null
  const draft = opened.liveVersion === null
  const said = entries
    .map((node) => summaryOf(node, types, i18n.language))
    .join(i18n.language === 'zh-CN' ? '；' : '; ')
  return (
    <div className="nobody" role="note">
      <b>{t(draft ? 'live.draftTitle' : 'live.emptyTitle')}</b>
      <span>{draft ? t('live.draftText') : t('live.emptyText', { entries: said })}</span>
    </div>
  )
}
