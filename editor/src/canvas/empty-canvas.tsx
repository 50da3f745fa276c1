import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { NodeIcon } from '../node-types/icon.tsx'
import { textsOf } from '../node-types/words.ts'
import { afterFirstView, firstViewSeen } from '../shell/first-view.ts'
import { useStores } from '../store/editor-stores.tsx'
import { useAdd } from './use-add.ts'

const StartTemplates = lazy(() => afterFirstView().then(() => import('../templates/start-templates.tsx')))

/** A journey with nothing in it: offers the ways in, and templates. */
export function EmptyCanvas() {
  const { t, i18n } = useTranslation()
  const { types } = useStores()
  const add = useAdd()
  useEffect(firstViewSeen, [])
  const entries = [...types.values()].filter((type) => type.entry)
  return (
    <div className="empty-canvas">
      <h2>{t('canvas.emptyTitle')}</h2>
      <p>{t('canvas.emptyText')}</p>
      <div className="entry-choices">
        {entries.map((type) => {
          const texts = textsOf(type, i18n.language)
          return (
            <button key={type.type} type="button" className="entry-choice" onClick={() => add(type)}>
              <NodeIcon shapes={type.icon} category={type.category} />
              <span>
                <b>{texts?.name}</b>
                <small>{texts?.description}</small>
              </span>
            </button>
          )
        })}
      </div>
      <Suspense>
        <StartTemplates />
      </Suspense>
    </div>
  )
}
