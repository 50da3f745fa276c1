import { type KeyboardEvent, lazy, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useThreads } from '../api/comments.ts'
import { useSession, useStores } from '../store/editor-stores.tsx'
import { noteIdOf } from '../store/notes.ts'
import type { InspectorTab } from '../store/session.ts'

const CommentsTab = lazy(() => import('../comments/comments-tab.tsx'))
const NumbersTab = lazy(() => import('./numbers-tab.tsx'))

interface InspectorTabsProps {
  published: boolean
  /** What Configure shows. */
  children: ReactNode
}

/** Configure, Comments and, of a published journey, Numbers of what is selected. */
export function InspectorTabs({ published, children }: InspectorTabsProps) {
  const { t } = useTranslation()
  const { session } = useStores()
  const chosen = useSession((state) => state.tab)
  const selection = useSession((state) => state.selection)
  const edge = useSession((state) => state.edge)
  const [only] = selection
  const node = selection.length === 1 && only !== undefined && noteIdOf(only) === undefined ? only : undefined
  const count = useOpenCount(node)
  // Lines, notes and several steps at once are not talked about.
  const talks = node !== undefined || (selection.length === 0 && edge === undefined)
  const tabs: InspectorTab[] = [
    'configure',
    ...(talks ? ['comments' as const] : []),
    ...(published && node !== undefined ? ['numbers' as const] : []),
  ]
  const tab = tabs.includes(chosen) ? chosen : 'configure'
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]
    if (step === 0 || next === undefined) return
    event.preventDefault()
    session.setState({ tab: next })
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus()
  }
  return (
    <>
      {tabs.length > 1 ? (
        <div className="inspector-tabs" role="tablist" aria-label={t('together.tabs')} onKeyDown={move}>
          {tabs.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={`tab-${one}`}
              data-tab={one}
              aria-selected={one === tab}
              aria-controls="inspector-tab"
              tabIndex={one === tab ? 0 : -1}
              onClick={() => session.setState({ tab: one })}
            >
              {t(`together.${one}`)}
              {one === 'comments' && count > 0 ? <span className="tab-count">{count}</span> : null}
            </button>
          ))}
        </div>
      ) : null}
      <div
        className="inspector-tab"
        id="inspector-tab"
        {...(tabs.length > 1 ? { role: 'tabpanel', 'aria-labelledby': `tab-${tab}` } : {})}
      >
        {tab === 'configure' ? children : null}
        {tab === 'comments' ? <CommentsTab key={node} node={node} /> : null}
        {tab === 'numbers' && node !== undefined ? <NumbersTab node={node} /> : null}
      </div>
    </>
  )
}

/** How many threads are open at a step; of the whole journey where none is selected. */
function useOpenCount(node: string | undefined): number {
  const { id } = useStores()
  const { data = 0 } = useThreads(
    id,
    (threads) =>
      threads.filter((thread) => thread.resolvedAt === null && (node === undefined || thread.node === node)).length,
  )
  return data
}
