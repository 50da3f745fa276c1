import type { ReactNode } from 'react'

interface EmptyProps {
  title: string
  text: string
  icon?: ReactNode
  children?: ReactNode
}

/** A page with nothing on it yet: says what belongs here and what to do first. */
export const Empty = ({ title, text, icon, children }: EmptyProps) => (
  <div className="empty">
    {icon ? <div className="empty-icon">{icon}</div> : null}
    <h2>{title}</h2>
    <p>{text}</p>
    {children ? <div className="empty-actions">{children}</div> : null}
  </div>
)
