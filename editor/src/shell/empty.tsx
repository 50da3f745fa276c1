import type { ReactNode } from 'react'

interface EmptyProps {
  title: string
  text: string
  icon?: ReactNode
  /** On a page that has no other heading. */
  only?: boolean
  children?: ReactNode
}

/** A page with nothing on it yet: says what belongs here and what to do first. */
export const Empty = ({ title, text, icon, only, children }: EmptyProps) => (
  <div className="empty">
    {icon ? <div className="empty-icon">{icon}</div> : null}
    {only ? <h1>{title}</h1> : <h2>{title}</h2>}
    <p>{text}</p>
    {children ? <div className="empty-actions">{children}</div> : null}
  </div>
)
