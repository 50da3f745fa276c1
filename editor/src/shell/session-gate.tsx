import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet } from 'react-router'
import { Refused } from '../api/client.ts'
import { useOperator } from '../api/session.ts'
import { Failure } from './failure.tsx'
import { Logo } from './logo.tsx'
import { ViewMenu } from './view-menu.tsx'

/** Shows the editor to whoever is signed in, and everybody else how to sign in. */
export function SessionGate() {
  const session = useOperator()
  const queries = useQueryClient()

  useEffect(
    () =>
      // A session may end while a page is open: the first 401 brings the sign-in page.
      queries.getQueryCache().subscribe(({ query }) => {
        const { error } = query.state
        if (error instanceof Refused && error.status === 401 && query.queryKey[0] !== 'session' && session.data) {
          void queries.resetQueries({ queryKey: ['session'] })
        }
      }),
    [queries, session.data],
  )

  if (session.data) return <Outlet />
  if (session.isPending) return <div className="page-wait" />
  if (session.error instanceof Refused && session.error.status === 401)
    return <SignIn retry={() => void session.refetch()} />
  return <Failure error={session.error} retry={() => void session.refetch()} />
}

function SignIn({ retry }: { retry: () => void }) {
  const { t } = useTranslation()
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
