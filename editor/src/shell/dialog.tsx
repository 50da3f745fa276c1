import type { ModalProps } from 'antd'
import { lazy, Suspense } from 'react'
import { afterFirstView } from './first-view.ts'

const Modal = lazy(() => afterFirstView().then(() => import('./modal.ts')))

/** The library's dialog, which is no part of the first view. */
export const Dialog = (props: ModalProps) => (
  <Suspense>
    <Modal {...props} />
  </Suspense>
)
