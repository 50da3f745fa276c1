import { Button } from 'antd'
import { ArrowLeft, History, PanelLeft, PanelRight, Redo2, Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Opened } from '../api/journeys.ts'
import { step } from '../canvas/use-keys.ts'
import { renameJourney } from '../commands/rename-journey.ts'
import { useComposed } from '../inspector/composed.ts'
import { StateTag } from '../shell/state-tag.tsx'
import { useTitle } from '../shell/use-title.ts'
import { ViewMenu } from '../shell/view-menu.tsx'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { LifecycleMenu } from './lifecycle-menu.tsx'
import { ModeSwitch } from './mode-switch.tsx'
import { PeopleHere } from './people-here.tsx'
import { PublishButton } from './publish-button.tsx'
import { SaveStatus } from './save-status.tsx'
import { Unpublished } from './unpublished.tsx'
import type { OpenJourney } from './use-open-journey.ts'

/** The bar above the canvas: where one is, what was saved, undo, and publish. */
export function EditBar({ open, opened }: { open: OpenJourney; opened: Opened }) {
  const { t } = useTranslation()
  return (
    <header className="edit-bar" data-region="bar">
      <Link className="icon-link" to="/journeys" aria-label={t('common.back')} title={t('common.back')}>
        <ArrowLeft size={18} aria-hidden />
      </Link>
      <JourneyName />
      <StateTag state={opened.state} />
      <SaveStatus autosave={open.autosave} />
      <Unpublished liveVersion={opened.liveVersion} />
      <span className="bar-space" />
      <PeopleHere people={open.stores.people} />
      <UndoButtons />
      <PanelButton panel="paletteOpen" show={t('editor.showPalette')} hide={t('editor.hidePalette')} Icon={PanelLeft} />
      <PanelButton
        panel="inspectorOpen"
        show={t('editor.showInspector')}
        hide={t('editor.hideInspector')}
        Icon={PanelRight}
      />
      <HistoryButton />
      <ModeSwitch id={opened.id} mode="edit" />
      <ViewMenu />
      <LifecycleMenu opened={opened} />
      <PublishButton open={open} opened={opened} />
    </header>
  )
}

function JourneyName() {
  const { t } = useTranslation()
  const { document } = useStores()
  const name = useDocument((state) => state.journey.name)
  useTitle(name)
  const composed = useComposed(name, (text) => document.getState().dispatch(renameJourney(text)))
  return (
    <>
      <h1 className="unseen">{name}</h1>
      <input
        type="text"
        autoComplete="off"
        className="journey-name"
        aria-label={t('editor.name')}
        maxLength={200}
        {...composed}
        onBlur={() => document.getState().seal()}
      />
    </>
  )
}

function UndoButtons() {
  const { t } = useTranslation()
  const stores = useStores()
  const undo = useDocument((state) => state.past.at(-1)?.name)
  const redo = useDocument((state) => state.future.at(0)?.name)
  const undoLabel = undo ? t('editor.undo', { what: t(`commands.${undo}`) }) : t('editor.nothingToUndo')
  const redoLabel = redo ? t('editor.redo', { what: t(`commands.${redo}`) }) : t('editor.nothingToRedo')
  return (
    <>
      <Button
        type="text"
        disabled={!undo}
        aria-label={undoLabel}
        title={undoLabel}
        icon={<Undo2 size={18} aria-hidden />}
        onClick={() => step(stores, 'undo')}
      />
      <Button
        type="text"
        disabled={!redo}
        aria-label={redoLabel}
        title={redoLabel}
        icon={<Redo2 size={18} aria-hidden />}
        onClick={() => step(stores, 'redo')}
      />
    </>
  )
}

function HistoryButton() {
  const { t } = useTranslation()
  const { session } = useStores()
  const open = useSession((state) => state.historyOpen)
  return (
    <Button
      type="text"
      aria-label={t('history.title')}
      title={t('history.title')}
      aria-pressed={open}
      icon={<History size={18} aria-hidden />}
      onClick={() => session.setState({ historyOpen: !open, comparing: undefined })}
    />
  )
}

interface PanelButtonProps {
  panel: 'paletteOpen' | 'inspectorOpen'
  show: string
  hide: string
  Icon: typeof PanelLeft
}

function PanelButton({ panel, show, hide, Icon }: PanelButtonProps) {
  const open = useSession((state) => state[panel])
  const setPanel = useSession((state) => state.setPanel)
  const label = open ? hide : show
  return (
    <Button
      type="text"
      aria-label={label}
      title={label}
      aria-pressed={open}
      {...(panel === 'paletteOpen' ? { className: 'wide-only' } : {})}
      icon={<Icon size={18} aria-hidden />}
      onClick={() => setPanel(panel, !open)}
    />
  )
}
