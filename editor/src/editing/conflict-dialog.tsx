import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { nameAmong } from '../node-types/tell-apart.ts'
import { Dialog } from '../shell/dialog.tsx'
import type { Autosave } from '../store/autosave.ts'
import { useStores } from '../store/editor-stores.tsx'
import { type Json, nodeById } from '../store/journey.ts'

/** Two operators changed the same field: shows both and asks. */
export function ConflictDialog({ autosave }: { autosave: Autosave }) {
  const { t, i18n } = useTranslation()
  const { document, types } = useStores()
  const { state, conflicts } = useStore(autosave)
  if (state !== 'conflict') return null
  const { journey } = document.getState()
  const where = (path: string) => {
    const [, id, ...rest] = path.split('/')
    const node = path.startsWith('nodes/') && id !== undefined ? nodeById(journey, id) : undefined
    return node
      ? [nameAmong(journey, node.id, types, i18n.language), ...rest.filter((part) => part !== 'config')].join(' · ')
      : path
  }
  const say = (value: Json | undefined) =>
    value === undefined ? t('save.removed') : typeof value === 'string' ? value : JSON.stringify(value)
  return (
    <Dialog
      open
      closable={false}
      title={t('save.conflictTitle')}
      footer={[
        <Button key="theirs" onClick={() => autosave.resolve('theirs')}>
          {t('save.keepTheirs')}
        </Button>,
        <Button key="mine" type="primary" onClick={() => autosave.resolve('mine')}>
          {t('save.keepMine')}
        </Button>,
      ]}
    >
      <p>{t('save.conflictText')}</p>
      {conflicts.map(({ path, mine, theirs }) => (
        <section key={path} className="conflict">
          <h3>{where(path)}</h3>
          <dl>
            <dt>{t('save.mine')}</dt>
            <dd>{say(mine)}</dd>
            <dt>{t('save.theirs')}</dt>
            <dd>{say(theirs)}</dd>
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
