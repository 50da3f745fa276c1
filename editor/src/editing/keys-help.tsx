import { useTranslation } from 'react-i18next'
import { bindings } from '../canvas/keys.ts'
import { Dialog } from '../shell/dialog.tsx'
import { useSession, useStores } from '../store/editor-stores.tsx'

/** Keys that stand elsewhere than on the canvas. */
const others = [
  { word: 'undo', chords: ['Mod+Z'] },
  { word: 'redo', chords: ['Mod+Shift+Z'] },
  { word: 'copy', chords: ['Mod+C', 'Mod+X', 'Mod+V'] },
  { word: 'problem', chords: ['F8'] },
  { word: 'back', chords: ['Escape'] },
] as const

const region = { word: 'region', chords: ['F6'] } as const

/** ?: every key there is, and what it does. */
export function KeysHelp() {
  const { t } = useTranslation()
  const { session, live } = useStores()
  const open = useSession((state) => state.helping)
  const rows = [...bindings.filter(({ looks }) => looks || !live), ...(live ? [] : others), region]
  return (
    <Dialog
      open={open}
      title={t('keys.title')}
      footer={null}
      onCancel={() => session.setState({ helping: false })}
      destroyOnHidden
    >
      <dl className="keys">
        {rows.map(({ word, chords }) => (
          <div key={word}>
            <dt>
              {chords.map((chord) => (
                <kbd key={chord}>{shownChord(chord)}</kbd>
              ))}
            </dt>
            <dd>{t(`keys.${word}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

const arrows: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }
const isMac = /mac/i.test(navigator.platform)

export const shownChord = (chord: string): string =>
  chord
    // The last + is a key of its own.
    .split(/\+(?=.)/)
    .map((key) => (key === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : (arrows[key] ?? key)))
    .join(isMac ? '' : '+')
