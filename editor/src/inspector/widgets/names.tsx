import type { WidgetProps } from '@rjsf/utils'
import { useFieldAria } from '../field-context.ts'
import { useAttributeSuggestions, useEventSuggestions } from '../rules/known.ts'
import { Suggest, type Suggestion } from '../suggest.tsx'

/** The name of an event: those that this workspace received are suggested. */
export const EventWidget = (props: WidgetProps) => <Name {...props} names={useEventSuggestions()} />
/** The name of an attribute: those that customers have are suggested, with values. */
export const AttributeWidget = (props: WidgetProps) => <Name {...props} names={useAttributeSuggestions()} />

const Name = ({ id, value, onChange, disabled, options, names }: WidgetProps & { names: readonly Suggestion[] }) => (
  <Suggest
    id={id}
    value={typeof value === 'string' ? value : ''}
    options={names}
    disabled={disabled}
    aria={useFieldAria()}
    onChange={(text) => onChange(text === '' ? options.emptyValue : text)}
  />
)
