import { App } from 'antd'
import { useEffect } from 'react'
import { giveNotices } from './notices.ts'

/** Below the bar, which stays in view. */
const messages = { top: 64 }

/** Where messages and questions come up: in the language and the colours of the page. */
export default function NoticeRoom() {
  return (
    <App component={false} message={messages}>
      <Give />
    </App>
  )
}

function Give() {
  const instances = App.useApp()
  useEffect(() => giveNotices(instances), [instances])
  return null
}
