import { Button } from 'antd'
import { Check, RotateCcw, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCommenting, useOperators } from '../api/comments.ts'
import { useOperator } from '../api/session.ts'
import type { Thread } from '../api/types.ts'
import { Avatar } from '../canvas/avatar.tsx'
import { Ago } from '../shell/ago.tsx'
import { remedy } from '../shell/failure.tsx'
import { message } from '../shell/notices.ts'
import { useStores } from '../store/editor-stores.tsx'
import { Composer } from './composer.tsx'
import { partsOf } from './mentions.ts'

/** A thread: what was said, oldest first, and what can be done about it. */
export function ThreadView({ thread }: { thread: Thread }) {
  const { t } = useTranslation()
  const { id } = useStores()
  const { mutate, mutateAsync, isPending } = useCommenting(id)
  const { data: session } = useOperator()
  const isResolved = thread.resolvedAt !== null
  const onError = (error: Error) => message.error(remedy(error, t), 8)
  const settle = () => mutate({ act: isResolved ? 'reopen' : 'resolve', thread: thread.id }, { onError })
  return (
    <article className="thread" data-thread={thread.id} data-resolved={isResolved}>
      <ol>
        {thread.comments.map((comment) => (
          <li key={comment.id} className="comment">
            <CommentView
              comment={comment}
              remove={
                comment.author.id !== null && comment.author.id === session?.operator.id
                  ? () => mutate({ act: 'delete', thread: thread.id, comment: comment.id }, { onError })
                  : undefined
              }
            />
          </li>
        ))}
      </ol>
      <div className="thread-acts">
        {isResolved ? (
          <span className="quiet">{t('comments.resolvedBy', { name: thread.resolvedBy })}</span>
        ) : (
          <Composer
            place={`${id} ${thread.id}`}
            label={t('comments.reply')}
            send={(said) => mutateAsync({ act: 'reply', thread: thread.id, ...said })}
          />
        )}
        <Button
          size="small"
          loading={isPending}
          icon={isResolved ? <RotateCcw size={14} aria-hidden /> : <Check size={14} aria-hidden />}
          onClick={settle}
        >
          {t(isResolved ? 'comments.reopen' : 'comments.resolve')}
        </Button>
      </div>
    </article>
  )
}

interface CommentViewProps {
  comment: Thread['comments'][number]
  remove: (() => void) | undefined
}

function CommentView({ comment: { author, text, mentions, at }, remove }: CommentViewProps) {
  const { t } = useTranslation()
  const { data: operators = [] } = useOperators()
  const names = operators.filter(({ id }) => mentions.includes(id)).map(({ name }) => name)
  return (
    <>
      <Avatar id={author.id ?? author.name} name={author.name} />
      <div className="comment-said">
        <p className="comment-head">
          <b>{author.name}</b> <Ago at={at} className="quiet" />
          {remove ? (
            <button
              type="button"
              className="comment-remove"
              aria-label={t('comments.remove')}
              title={t('comments.remove')}
              onClick={remove}
            >
              <Trash2 size={13} aria-hidden />
            </button>
          ) : null}
        </p>
        <p className="comment-text">
          {partsOf(text, names).map(({ text: part, mention, from }) =>
            mention ? <mark key={from}>{part}</mark> : <span key={from}>{part}</span>,
          )}
        </p>
      </div>
    </>
  )
}
