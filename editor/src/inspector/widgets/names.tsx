import type { WidgetProps } from '@rjsf/utils'
import { useContext } from 'react'
import { useFieldAria } from '../field-context.ts'
import { useAttributeSuggestions, useEventSuggestions } from '../rules/known.ts'
import { FormContext } from '../rules/rule-scope.ts'
import { Suggest, type Suggestion } from '../suggest.tsx'
import { UnreceivedAttribute, UnreceivedEvent } from '../unreceived.tsx'

/** The name of an event: those that this workspace received are suggested, and one that it never received is told. */
export function EventWidget(props: WidgetProps) {
  const names = useEventSuggestions()
  const { category } = useContext(FormContext)
  // What a step records itself is received once it does.
  const recorded = category === 'data'
  return <Name {...props} names={names} Unreceived={recorded ? undefined : UnreceivedEvent} />
}

/** The name of an attribute: those that customers have are suggested, with values. */
export const AttributeWidget = (props: WidgetProps) => (
  <Name {...props} names={useAttributeSuggestions()} Unreceived={UnreceivedAttribute} />
)

interface NameProps extends WidgetProps {
  names: readonly Suggestion[]
  Unreceived: typeof UnreceivedEvent | undefined
}

function Name({ id, value, onChange, disabled, options, names, Unreceived }: NameProps) {
  const aria = useFieldAria()
  const name = typeof value === 'string' ? value : ''
  const note = `${id}-unreceived`
  const change = (text: string) => onChange(text === '' ? options.emptyValue : text)
  return (
    <>
      <Suggest
        id={id}
        value={name}
        options={names}
        disabled={disabled}
        aria={Unreceived ? { ...aria, 'aria-describedby': `${note} ${aria['aria-describedby'] ?? ''}`.trim() } : aria}
        onChange={change}
      />
      {Unreceived ? (
        <div id={note}>
          <Unreceived name={name} take={change} />
        </div>
      ) : null}
    </>
  )
}
