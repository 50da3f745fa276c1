import { ArrowLeft } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useCountsFeed } from '../api/counts.ts'
import { type Opened, useLiveJourney } from '../api/journeys.ts'
import { useNodeTypes } from '../api/node-types.ts'
import { Canvas } from '../canvas/canvas.tsx'
import { useClipboard } from '../canvas/use-clipboard.ts'
import { useEditorKeys } from '../canvas/use-keys.ts'
import { KeysHelp } from '../editing/keys-help.tsx'
import { LifecycleMenu } from '../editing/lifecycle-menu.tsx'
import { ModeSwitch } from '../editing/mode-switch.tsx'
import { useRegionKey } from '../editing/use-region-key.ts'
import type { NodeTypes } from '../node-types/links.ts'
import { Failure } from '../shell/failure.tsx'
import { StateTag } from '../shell/state-tag.tsx'
import { useTitle } from '../shell/use-title.ts'
import { ViewMenu } from '../shell/view-menu.tsx'
import { createDocument } from '../store/document.ts'
import { EditorContext, useDocument, useSession } from '../store/editor-stores.tsx'
import { createLiveCounts } from '../store/live-counts.ts'
import { createSession } from '../store/session.ts'
import { Nobody } from '../watching/nobody.tsx'
import { Totals } from '../watching/totals.tsx'
import { PeriodContext, usePeriod } from '../watching/use-period.ts'
import { VersionsCounted } from '../watching/versions-counted.tsx'
import { BehindPanel } from './behind-panel.tsx'
import { useShown } from './use-shown.ts'
import '../styles/editor.css'
import '../styles/inspector.css'
import '../styles/period.css'

const WhyNotPanel = lazy(() =>
  import('../watching/why-not-panel.tsx').then(({ WhyNotPanel }) => ({ default: WhyNotPanel })),
)

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
    session: createSession(0),
    types,
    live: true,
    counts: createLiveCounts((draw) => requestAnimationFrame(draw)),
  }))
  const chosen = usePeriod()
  useCountsFeed(opened.id, stores.counts, chosen.period, chosen.today)
  return (
    <EditorContext value={stores}>
      <PeriodContext value={chosen}>
        <WatchRoom opened={opened} />
      </PeriodContext>
    </EditorContext>
  )
}

function WatchRoom({ opened }: { opened: Opened }) {
  const { t } = useTranslation()
  const behind = useSession((state) => state.behind)
  const whyNot = useSession((state) => state.whyNot)
  const name = useDocument((state) => state.journey.name)
  useTitle(name)
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
          <>
            <span className="quiet wide-only">{t('editor.version', { number: opened.liveVersion })}</span>
            {opened.liveVersion > 1 ? <VersionsCounted journey={opened.id} live={opened.liveVersion} /> : null}
          </>
        )}
        <span className="bar-space" />
        <ModeSwitch id={opened.id} mode="live" />
        <ViewMenu />
        <LifecycleMenu opened={opened} />
      </header>
      <div className="workbench-middle">
        <main className="stage" aria-label={t('editor.live')} data-region="canvas">
          <Canvas />
          <Nobody opened={opened} />
        </main>
        {whyNot === undefined ? null : (
          <Suspense>
            <WhyNotPanel journey={opened.id} customer={whyNot} />
          </Suspense>
        )}
        {behind ? <BehindPanel key={JSON.stringify(behind)} journey={opened.id} behind={behind} /> : null}
      </div>
      <Totals />
      <KeysHelp />
    </div>
  )
}
