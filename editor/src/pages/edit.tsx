import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { type OpenedToEdit, useJourney } from '../api/journeys.ts'
import { useNodeTypes } from '../api/node-types.ts'
import { Canvas } from '../canvas/canvas.tsx'
import { EmptyCanvas } from '../canvas/empty-canvas.tsx'
import { NodePicker } from '../canvas/node-picker.tsx'
import { useClipboard } from '../canvas/use-clipboard.ts'
import { useEditorKeys } from '../canvas/use-keys.ts'
import { Announcer } from '../editing/announcer.tsx'
import { ConflictDialog } from '../editing/conflict-dialog.tsx'
import { EditBar } from '../editing/edit-bar.tsx'
import { KeysHelp } from '../editing/keys-help.tsx'
import { LeftPanel } from '../editing/left-panel.tsx'
import { LinkPicker } from '../editing/link-picker.tsx'
import { MarkSteps } from '../editing/mark-steps.tsx'
import { ProblemsPanel } from '../editing/problems-panel.tsx'
import { useDropUntouched } from '../editing/use-drop-untouched.ts'
import { useFamily } from '../editing/use-family.ts'
import { type OpenJourney, useOpenJourney } from '../editing/use-open-journey.ts'
import { useRegionKey } from '../editing/use-region-key.ts'
import { useTogether } from '../editing/use-together.ts'
import { Inspector } from '../inspector/inspector.tsx'
import type { NodeTypes } from '../node-types/links.ts'
import { Outline } from '../outline/outline.tsx'
import { Failure } from '../shell/failure.tsx'
import { firstViewSeen } from '../shell/first-view.ts'
import { narrow, useMedia } from '../shell/use-media.ts'
import { EditorContext, useDocument, useSession } from '../store/editor-stores.tsx'
import '../styles/editor.css'

// Looked at now and then, and no part of the first view.
const CompareCanvas = lazy(() => import('../canvas/compare-canvas.tsx'))
const HistoryPanel = lazy(() => import('../editing/history-panel.tsx'))

/** `/journeys/:id`: draws a journey. */
export function Edit() {
  const { id = '' } = useParams()
  const journey = useJourney(id)
  const types = useNodeTypes()
  const error = journey.error ?? types.error
  if (journey.data && types.data) return <Editor key={id} opened={journey.data} types={types.data} />
  if (error) return <Failure error={error} retry={() => void Promise.all([journey.refetch(), types.refetch()])} />
  return <div className="page-wait" />
}

function Editor({ opened, types }: { opened: OpenedToEdit; types: NodeTypes }) {
  const open = useOpenJourney(opened, types)
  return (
    <EditorContext value={open.stores}>
      <Workbench open={open} opened={opened} />
    </EditorContext>
  )
}

function Workbench({ open, opened }: { open: OpenJourney; opened: OpenedToEdit }) {
  const { t } = useTranslation()
  const palette = useSession((state) => state.paletteOpen)
  const inspector = useSession((state) => state.inspectorOpen)
  const outlined = useMedia(narrow)
  const history = useSession((state) => state.historyOpen)
  const comparing = useSession((state) => state.comparing !== undefined)
  useEditorKeys()
  useClipboard()
  useRegionKey()
  useLinkedNode(open)
  useTogether(open)
  useDropUntouched(open)
  useFamily(open)
  return (
    <div className="workbench">
      <EditBar open={open} opened={opened} />
      <div className="workbench-middle">
        {palette && !outlined && !comparing ? <LeftPanel /> : null}
        <main className="stage" aria-label={t(outlined ? 'outline.label' : 'editor.canvas')} data-region="canvas">
          {outlined ? (
            <NarrowStage />
          ) : (
            <Suspense fallback={<div className="canvas" />}>{comparing ? <CompareCanvas /> : <Canvas />}</Suspense>
          )}
        </main>
        {history ? (
          <Suspense>
            <HistoryPanel liveVersion={opened.liveVersion} />
          </Suspense>
        ) : inspector ? (
          <Inspector published={opened.liveVersion !== null} />
        ) : null}
      </div>
      <MarkSteps open={open} />
      <NodePicker />
      <Announcer autosave={open.autosave} />
      <LinkPicker />
      <ProblemsPanel opened={opened} />
      <ConflictDialog autosave={open.autosave} />
      <KeysHelp />
    </div>
  )
}

/** `?node=` selects a node and brings it into view. */
function useLinkedNode({ stores }: OpenJourney) {
  const [search] = useSearchParams()
  const node = search.get('node')
  useEffect(() => {
    const { document, session } = stores
    if (node === null || !document.getState().journey.nodes.some(({ id }) => id === node)) return
    session.getState().select([node])
    session.getState().show([node])
  }, [node, stores])
}

/** Where there is no room for a canvas, the outline is what is drawn on. */
function NarrowStage() {
  const empty = useDocument((state) => state.journey.nodes.length === 0)
  useEffect(firstViewSeen, [])
  return empty ? (
    <EmptyCanvas />
  ) : (
    <div className="stage-outline">
      <Outline />
    </div>
  )
}
