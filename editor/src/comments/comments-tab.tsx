import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommenting, useThreads } from '../api/comments.ts'
import type { Thread } from '../api/types.ts'
import { nameAmong } from '../node-types/tell-apart.ts'
import { Failure } from '../shell/failure.tsx'
import { useDocument, useStores } from '../store/editor-stores.tsx'
import { nodeById } from '../store/journey.ts'
import { Composer } from './composer.tsx'
import { ThreadView } from './thread-view.tsx'
import '../styles/together.css'

/** What is said at a step; of the whole journey, where none is selected, also at steps that are gone. */
export default function CommentsTab({ node }: { node: string | undefined }) {
  const { t } = useTranslation()
  const { id } = useStores()
  const threads = useThreads(id)
  const { mutateAsync } = useCommenting(id)
  const [resolvedToo, setResolvedToo] = useState(false)
  if (threads.isError) return <Failure error={threads.error} retry={() => void threads.refetch()} />
  const all = (threads.data ?? []).filter((thread) => node === undefined || thread.node === node)
  const open = all.filter(({ resolvedAt }) => resolvedAt === null)
  const resolved = all.length - open.length
  const shown = resolvedToo ? all : open
  return (
    <div className="comments">
      {node === undefined ? null : (
        <Composer
          place={`${id} ${node}`}
          label={t('comments.write')}
          send={(said) => mutateAsync({ act: 'open', node, ...said })}
        />
      )}
      {threads.isSuccess && shown.length === 0 ? (
        <p className="quiet">{t(node === undefined ? 'comments.noneAnywhere' : 'comments.none')}</p>
      ) : null}
      <ul className="threads">
        {shown.map((thread) => (
          <li key={thread.id}>
            {node === undefined ? <Place thread={thread} /> : null}
            <ThreadView thread={thread} />
          </li>
        ))}
      </ul>
      {resolved > 0 ? (
        <label className="comments-resolved">
          <input type="checkbox" checked={resolvedToo} onChange={(event) => setResolvedToo(event.target.checked)} />
          {t('comments.resolvedToo', { count: resolved })}
        </label>
      ) : null}
    </div>
  )
}

/** Which step a thread is about, and leads there. */
function Place({ thread }: { thread: Thread }) {
  const { t, i18n } = useTranslation()
  const { session, types } = useStores()
  const journey = useDocument((state) => state.journey)
  const node = nodeById(journey, thread.node)
  if (!node)
    return (
      <p className="thread-place quiet">
        {t('comments.gone')} <code>{thread.node}</code>
      </p>
    )
  const go = () => {
    session.getState().select([node.id])
    session.getState().show([node.id])
    session.setState({ tab: 'comments' })
  }
  return (
    <button type="button" className="thread-place" onClick={go}>
      {nameAmong(journey, node.id, types, i18n.language)}
    </button>
  )
}
