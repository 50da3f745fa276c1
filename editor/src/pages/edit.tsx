import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { type Opened, useJourney } from '../api/journeys.ts'
import { useNodeTypes } from '../api/node-types.ts'
import { Canvas } from '../canvas/canvas.tsx'
import { Palette } from '../canvas/palette.tsx'
import { useEditorKeys } from '../canvas/use-keys.ts'
import { ConflictDialog } from '../editing/conflict-dialog.tsx'
import { EditBar } from '../editing/edit-bar.tsx'
import { KeysHelp } from '../editing/keys-help.tsx'
import { ProblemsPanel } from '../editing/problems-panel.tsx'
import { type OpenJourney, useOpenJourney } from '../editing/use-open-journey.ts'
import { Inspector } from '../inspector/inspector.tsx'
import type { NodeTypes } from '../node-types/links.ts'
import { Failure } from '../shell/failure.tsx'
import { EditorContext, useSession } from '../store/editor-stores.tsx'
import '../styles/editor.css'

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

function Editor({ opened, types }: { opened: Opened; types: NodeTypes }) {
  const open = useOpenJourney(opened, types)
  return (
    <EditorContext value={open.stores}>
      <Workbench open={open} opened={opened} />
    </EditorContext>
  )
}

function Workbench({ open, opened }: { open: OpenJourney; opened: Opened }) {
  const { t } = useTranslation()
  const palette = useSession((state) => state.paletteOpen)
  const inspector = useSession((state) => state.inspectorOpen)
  useEditorKeys()
  useLinkedNode(open)
  return (
    <div className="workbench">
      <EditBar open={open} opened={opened} />
      <main className="workbench-middle" aria-label={t('editor.canvas')}>
        {palette ? <Palette /> : null}
        <Canvas />
        {inspector ? <Inspector /> : null}
      </main>
      <ProblemsPanel />
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
