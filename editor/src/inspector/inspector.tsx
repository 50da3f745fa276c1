import { Button } from 'antd'
import { X } from 'lucide-react'
import { type KeyboardEvent, lazy, Suspense, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteNodes } from '../commands/delete-nodes.ts'
import { unlink } from '../commands/unlink.ts'
import { goBack } from '../editing/go-back.ts'
import { nameAmong } from '../node-types/tell-apart.ts'
import { afterFirstView } from '../shell/first-view.ts'
import { overlaid } from '../shell/use-media.ts'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { edgeId } from '../store/journey.ts'
import { noteIdOf } from '../store/notes.ts'
import { DeleteButton } from './delete-button.tsx'
import { InspectorTabs } from './tabs.tsx'
import { useFieldFocus } from './use-field-focus.ts'
import { useFocusKept } from './use-focus-kept.ts'
import '../styles/inspector.css'
import '../styles/rules.css'

// Forms are a large part of the editor and not of its first view.
const NodeSettings = lazy(() => import('./node-settings.tsx'))
const JourneySettings = lazy(() => afterFirstView().then(() => import('./journey-settings.tsx')))

/** What is selected, as a form; the journey's settings when nothing is. */
export function Inspector({ published }: { published: boolean }) {
  const { t } = useTranslation()
  const selection = useSession((state) => state.selection)
  const edge = useSession((state) => state.edge)
  const panel = useFieldFocus()
  useFocusKept(panel)
  const [only] = selection
  const { session } = useStores()
  const came = useRef<Element | null>(null)
  const leave = () => {
    if (came.current instanceof HTMLElement && came.current.isConnected) came.current.focus()
    else goBack(only)
  }
  const close = () => {
    session.getState().setPanel('inspectorOpen', false)
    leave()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing || event.defaultPrevented) return
    if (event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true') return
    event.preventDefault()
    // Where it lies over the canvas it would hide what Escape goes back to.
    if (window.matchMedia(overlaid).matches) close()
    else leave()
  }
  return (
    <aside
      ref={panel}
      className="inspector"
      aria-label={t('inspector.label')}
      data-region="inspector"
      onKeyDown={onKeyDown}
      onFocus={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) came.current = relatedTarget
      }}
      data-inspects={selection.length === 1 ? only : undefined}
    >
      <Button
        type="text"
        className="inspector-close"
        aria-label={t('regions.closeInspector')}
        title={t('regions.closeInspector')}
        icon={<X size={16} aria-hidden />}
        onClick={close}
      />
      <Suspense fallback={<p className="quiet">{t('common.loading')}</p>}>
        <InspectorTabs published={published}>
          {selection.length > 1 ? <SeveralNodes ids={selection} /> : null}
          {selection.length === 1 && only !== undefined ? (
            noteIdOf(only) === undefined ? (
              <NodeSettings key={only} id={only} />
            ) : (
              <NoteSettings note={only} />
            )
          ) : null}
          {selection.length === 0 && edge !== undefined ? <EdgeSettings id={edge} /> : null}
          {selection.length === 0 && edge === undefined ? <JourneySettings /> : null}
        </InspectorTabs>
      </Suspense>
    </aside>
  )
}

function SeveralNodes({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation()
  const { document, session } = useStores()
  const remove = () => {
    document.getState().dispatch(deleteNodes(ids))
    session.getState().select([])
  }
  return (
    <>
      <h2>{t('inspector.several', { count: ids.length })}</h2>
      <DeleteButton label={t('inspector.deleteSeveral')} act={remove} />
    </>
  )
}

function NoteSettings({ note }: { note: string }) {
  const { t } = useTranslation()
  const { document, session } = useStores()
  const remove = () => {
    document.getState().dispatch(deleteNodes([note]))
    session.getState().select([])
  }
  return (
    <>
      <h2>{t('notes.title')}</h2>
      <p className="quiet">{t('notes.about')}</p>
      <Button className="inspector-delete" onClick={() => session.setState({ writing: note })}>
        {t('notes.write')}
      </Button>
      <DeleteButton label={t('notes.delete')} act={remove} />
    </>
  )
}

function EdgeSettings({ id }: { id: string }) {
  const { t, i18n } = useTranslation()
  const { document, session, types } = useStores()
  const journey = useDocument((state) => state.journey)
  const edge = journey.edges.find((one) => edgeId(one) === id)
  if (!edge) return null
  const name = (node: string) => nameAmong(journey, node, types, i18n.language)
  const remove = () => {
    document.getState().dispatch(unlink(edge))
    session.getState().selectEdge(undefined)
  }
  return (
    <>
      <h2>{t('inspector.edgeTitle')}</h2>
      <p>{t('canvas.edgeFrom', { from: name(edge.from), outlet: edge.outlet, to: name(edge.to) })}</p>
      <DeleteButton label={t('canvas.removeEdge')} act={remove} />
    </>
  )
}
