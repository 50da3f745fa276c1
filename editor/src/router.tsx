import { createBrowserRouter, Navigate } from 'react-router'
import { NotFound } from './shell/not-found.tsx'
import { PageError } from './shell/page-error.tsx'
import { SessionGate } from './shell/session-gate.tsx'
import { Shell } from './shell/shell.tsx'

/** Each page is a chunk of its own, loaded as it is first opened. */
export const router = createBrowserRouter([
  {
    element: <SessionGate />,
    errorElement: <PageError />,
    hydrateFallbackElement: <div />,
    children: [
      { path: '/', element: <Navigate to="/journeys" replace /> },
      {
        element: <Shell />,
        children: [
          {
            errorElement: <PageError />,
            children: [
              { path: '/journeys', lazy: async () => ({ Component: (await import('./pages/journeys.tsx')).Journeys }) },
              {
                path: '/customers',
                lazy: async () => ({ Component: (await import('./pages/customers.tsx')).Customers }),
              },
              {
                path: '/customers/:id',
                lazy: async () => ({ Component: (await import('./pages/customer.tsx')).CustomerPage }),
              },
              {
                path: '/templates',
                lazy: async () => ({ Component: (await import('./pages/templates.tsx')).Templates }),
              },
              { path: '/settings', lazy: async () => ({ Component: (await import('./pages/settings.tsx')).Settings }) },
              { path: '/outbox', lazy: async () => ({ Component: (await import('./pages/outbox.tsx')).Outbox }) },
              { path: '/events', lazy: async () => ({ Component: (await import('./pages/events.tsx')).Events }) },
              { path: '/rejected', lazy: async () => ({ Component: (await import('./pages/rejected.tsx')).Rejected }) },
              { path: '*', element: <NotFound /> },
            ],
          },
        ],
      },
      { path: '/journeys/:id', lazy: async () => ({ Component: (await import('./pages/edit.tsx')).Edit }) },
      { path: '/journeys/:id/live', lazy: async () => ({ Component: (await import('./pages/live.tsx')).Live }) },
    ],
  },
])
