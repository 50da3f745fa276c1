import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet } from 'react-router'
import { onSignedOut, Refused } from '../api/client.ts'
import { sessionKey, useOperator } from '../api/session.ts'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'
import { firstViewSeen } from './first-view.ts'
import { Logo } from './logo.tsx'
import { ViewMenu } from './view-menu.tsx'

/** Shows the editor to whoever is signed in, and everybody else how to sign in. */
export function SessionGate() {
  const session = useOperator()
  const queries = useQueryClient()
  const known = session.data !== undefined
  const isOut = session.error instanceof Refused && session.error.status === 401
  const retry = useCallback(async () => {
    const again = await session.refetch()
    if (again.isSuccess) await queries.invalidateQueries()
  }, [session.refetch, queries])
  useAskAgain(isOut && known, retry)
  useSameOperator(session.data?.operator.id)

  useEffect(
    () =>
      // A session may end while a page is open: the first 401 asks who is signed in, and what was read is kept.
      onSignedOut(() => {
        const state = queries.getQueryState(sessionKey)
        if (state?.data !== undefined && state.fetchStatus === 'idle' && state.error === null)
          void queries.invalidateQueries({ queryKey: sessionKey })
      }),
    [queries],
  )

  if (!known && isOut) return <SignIn retry={() => void session.refetch()} />
  if (!known && session.error) return <Failure error={session.error} retry={() => void session.refetch()} />
  // Before it is known who asks, the page asks for what it shows: the server knows, and one answer waits less for another.
  return (
    <>
      <Outlet />
      {isOut ? <SignInAgain retry={() => void retry()} /> : null}
    </>
  )
}

const askAgainMs = 3000

/** Who signed in in another tab goes on here by herself. */
function useAskAgain(out: boolean, ask: () => Promise<void>) {
  useEffect(() => {
    if (!out) return
    const timer = setInterval(() => void ask(), askAgainMs)
    return () => clearInterval(timer)
  }, [out, ask])
}

/** What is on the page is one operator's: for another one it is begun anew. */
function useSameOperator(id: string | undefined) {
  const first = useRef(id)
  useEffect(() => {
    first.current ??= id
    if (id !== undefined && first.current !== id) window.location.reload()
  }, [id])
}

/** Over the page as it was left, so that nothing typed is lost. */
function SignInAgain({ retry }: { retry: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      open
      closable={false}
      keyboard={false}
      title={t('together.signedOutTitle')}
      footer={
        <Button type="primary" onClick={retry}>
          {t('signIn.retry')}
        </Button>
      }
    >
      <p>{t('together.signedOutText')}</p>
      <p className="quiet">{t('signIn.again')}</p>
    </Dialog>
  )
}

function SignIn({ retry }: { retry: () => void }) {
  const { t } = useTranslation()
  useEffect(firstViewSeen, [])
  return (
    <main className="sign-in">
      <Logo />
      <h1>{t('signIn.title')}</h1>
      <p>{t('signIn.text')}</p>
      <p className="quiet">{t('signIn.again')}</p>
      <Button type="primary" onClick={retry}>
        {t('signIn.retry')}
      </Button>
      <ViewMenu />
    </main>
  )
}
