import { lazy, Suspense } from 'react'
import { afterFirstView } from './first-view.ts'

const ViewMenus = lazy(() => afterFirstView().then(() => import('./view-menus.tsx')))

/** Language, appearance, and who is signed in. The room is theirs from the beginning. */
export const ViewMenu = () => (
  <Suspense fallback={<div className="view-menu-room" />}>
    <ViewMenus />
  </Suspense>
)
