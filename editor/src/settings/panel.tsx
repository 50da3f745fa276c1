import type { ReactNode } from 'react'
import { useId } from 'react'

/** A part of the settings. */
export function Panel({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section className="panel" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {text === undefined ? null : <p className="quiet">{text}</p>}
      </header>
      <div className="panel-body">{children}</div>
    </section>
  )
}

interface LabelledProps {
  label: string
  help?: string
  children(id: string, describedBy: string | undefined): ReactNode
}

/** A control with its label and what it means. */
export function Labelled({ label, help, children }: LabelledProps) {
  const id = useId()
  const helpId = `${id}-help`
  return (
    <div className="labelled">
      <label htmlFor={id}>{label}</label>
      {children(id, help === undefined ? undefined : helpId)}
      {help === undefined ? null : (
        <p className="field-help" id={helpId}>
          {help}
        </p>
      )}
    </div>
  )
}
