import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { X } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { RouterProvider } from 'react-router'
import { Refused } from './api/client.ts'
import { router } from './router.tsx'
import { afterFirstView } from './shell/first-view.ts'
import { antdTheme, useTheme } from './theme/theme.ts'

// At once: a timer of none is a few milliseconds, before each answer is drawn.
notifyManager.setScheduler(queueMicrotask)

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      refetchOnWindowFocus: true,
      // Asking again helps against a lost connection, not against a refusal.
      retry: (failures, error) =>
        failures < 2 && (!(error instanceof Refused) || error.status === 0 || error.status >= 500),
    },
  },
})

const NoticeRoom = lazy(() => afterFirstView().then(() => import('./shell/notice-room.tsx')))

export function App() {
  const dark = useTheme((state) => state.dark)
  const { t, i18n } = useTranslation()
  return (
    <ConfigProvider
      theme={antdTheme(dark)}
      locale={i18n.language === 'zh-CN' ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
      modal={{ closeIcon: <X size={16} aria-hidden />, closable: { 'aria-label': t('common.close') } }}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
      <Suspense>
        <NoticeRoom />
      </Suspense>
    </ConfigProvider>
  )
}
