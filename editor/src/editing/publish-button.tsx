import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Refused } from '../api/client.ts'
import { checkJourney, type Opened, publishJourney } from '../api/journeys.ts'
import { Dialog } from '../shell/dialog.tsx'
import { remedy } from '../shell/failure.tsx'
import { message } from '../shell/notices.ts'
import { useDocument, useStores } from '../store/editor-stores.tsx'
import { issuesKey } from '../store/issues.ts'
import { PublishSummary } from './publish-summary.tsx'
import type { OpenJourney } from './use-open-journey.ts'
import { useUnpublished } from './use-unpublished.ts'
import { unreadNow } from './use-unread.ts'

/** Publish: saves and checks first, opens the problems when there are any, else says what will happen and asks. */
export function PublishButton({ open, opened }: { open: OpenJourney; opened: Opened }) {
  const { t } = useTranslation()
  const stores = useStores()
  const { session } = stores
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)

  const refused = (count: number) => {
    message.warning(t('publish.problems', { count }), 6)
    session.setState(({ problemsAsked }) => ({
      problemsOpen: true,
      problemsAsked: problemsAsked + 1,
      fresh: undefined,
    }))
    setAsking(false)
  }
  const check = useMutation({
    mutationFn: async () => {
      // What was not finished as she pressed refuses, also when she finishes it before the answer is there.
      const unread = unreadNow(stores)
      if (!(await open.autosave.saveAll())) throw new NotSaved()
      return { issues: await checkJourney(opened.id), unread }
    },
    onSuccess: ({ issues, unread }) => {
      queries.setQueryData(issuesKey(opened.id), issues)
      const errors = Math.max(unread, unreadNow(stores)) + issues.filter(({ severity }) => severity === 'error').length
      if (errors > 0) refused(errors)
      else setAsking(true)
    },
    onError: (error) => message.error(error instanceof NotSaved ? t('publish.notSaved') : remedy(error, t), 8),
  })
  return (
    <>
      <Button type="primary" loading={check.isPending} onClick={() => check.mutate()}>
        {t('editor.publish')}
      </Button>
      {asking ? <PublishDialog open={open} opened={opened} close={() => setAsking(false)} refused={refused} /> : null}
    </>
  )
}

/** What is drawn is not what the server would publish. */
class NotSaved extends Error {}

interface PublishDialogProps {
  open: OpenJourney
  opened: Opened
  close: () => void
  refused: (count: number) => void
}

function PublishDialog({ open, opened, close, refused }: PublishDialogProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const name = useDocument((state) => state.journey.name)
  const { id, state, liveVersion } = opened
  const isSame = useUnpublished(liveVersion) === false
  const publish = useMutation({
    mutationFn: async () => {
      if (!(await open.autosave.saveAll())) throw new NotSaved()
      return publishJourney(id, open.autosave.getState().server.etag)
    },
    onSuccess: async ({ number }) => {
      close()
      await Promise.all(
        [['journeys'], ['counts', id], ['journey', id]].map((queryKey) => queries.invalidateQueries({ queryKey })),
      )
      // Live tells that it is, where it tells what to do next.
      await navigate(`/journeys/${id}/live`, { state: { published: number } })
    },
    onError: (error) => {
      if (error instanceof Refused && error.status === 422) {
        queries.setQueryData(issuesKey(id), error.issues)
        refused(error.issues.length)
      } else if (error instanceof Refused && error.status === 412) {
        // Nobody publishes what she has not seen.
        void open.autosave.look()
        message.warning(t('publish.stale'), 8)
        close()
      } else message.error(error instanceof NotSaved ? t('publish.notSaved') : remedy(error, t), 8)
    },
  })
  return (
    <Dialog
      open
      title={t('publish.title', { name })}
      okText={t('publish.go')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: publish.isPending }}
      onOk={() => publish.mutate()}
      onCancel={close}
    >
      <p>{t(`publish.${state === 'draft' ? 'first' : state === 'stopped' ? 'revive' : isSame ? 'same' : 'again'}`)}</p>
      <PublishSummary id={id} published={state !== 'draft'} />
    </Dialog>
  )
}
