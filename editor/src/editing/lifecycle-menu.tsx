import { lazy, Suspense } from 'react'
import type { Opened } from '../api/journeys.ts'
import { afterFirstView } from '../shell/first-view.ts'

const LifecycleActions = lazy(() => afterFirstView().then(() => import('./lifecycle-actions.tsx')))

/** Pause, resume, stop, and the journey as a file. The room is theirs from the beginning. */
export const LifecycleMenu = ({ opened }: { opened: Opened }) => (
  <Suspense fallback={<div className="lifecycle-room" />}>
    <LifecycleActions opened={opened} />
  </Suspense>
)
