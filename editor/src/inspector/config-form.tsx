import Form, { type IChangeEvent } from '@rjsf/core/lib/components/Form.js'
import type { RJSFSchema } from '@rjsf/utils'
import { useCallback, useMemo } from 'react'
import type { Category, NodeTexts } from '../api/types.ts'
import type { Config } from '../store/journey.ts'
import { objectOf } from '../store/json.ts'
import { same } from '../store/merge.ts'
import { changedField } from './changed-field.ts'
import { FieldIssuesContext } from './field-context.ts'
import { formOf } from './form-schema.ts'
import { RuleField } from './rules/rule-field.tsx'
import { FormContext } from './rules/rule-scope.ts'
import { serverValidator } from './server-validator.ts'
import { ArrayFieldItemTemplate, ArrayFieldTemplate, FieldTemplate, ObjectFieldTemplate } from './templates.tsx'
import { JsonField } from './widgets/json.tsx'
import { KeyValuesField, NamesField, WeekdaysField } from './widgets/lists.tsx'
import { AttributeWidget, EventWidget } from './widgets/names.tsx'
import { NumberWidget, SelectWidget, SwitchWidget, TemplateWidget, TextWidget } from './widgets/text.tsx'
import { DateTimeWidget, DurationWidget, OffsetWidget, TimeWidget } from './widgets/time.tsx'

// Module-level: what changes here would be ignored by a form that is already shown.
const templates = { FieldTemplate, ObjectFieldTemplate, ArrayFieldTemplate, ArrayFieldItemTemplate }
const fields = {
  rule: RuleField,
  json: JsonField,
  'key-values': KeyValuesField,
  names: NamesField,
  weekdays: WeekdaysField,
}
const widgets = {
  TextWidget,
  SelectWidget,
  number: NumberWidget,
  switch: SwitchWidget,
  template: TemplateWidget,
  duration: DurationWidget,
  offset: OffsetWidget,
  time: TimeWidget,
  datetime: DateTimeWidget,
  event: EventWidget,
  attribute: AttributeWidget,
}

/** Nothing is filled in by opening a form: what a node starts with is the add command's to say. */
const noDefaults = {
  arrayMinItems: { populate: 'never' },
  emptyObjectFields: 'skipDefaults',
  constAsDefaults: 'never',
} as const

interface ConfigFormProps {
  /** Prefix of the ids of its controls. */
  id: string
  schema: Config
  words: Pick<NodeTexts, 'fields' | 'help' | 'choices'>
  value: Config
  /** The server's messages by field. */
  issues: ReadonlyMap<string, readonly string[]>
  /** Of the step that it is the form of. */
  category?: Category
  /** `field`: the one text or number that changed, when it was one. */
  onChange(value: Config, field: string | undefined): void
  /** A field was left. */
  onLeave(): void
}

/** A form made from a JSON Schema: a node's config, or the journey's settings. */
export default function ConfigForm({ id, schema, words, value, issues, category, onChange, onLeave }: ConfigFormProps) {
  const form = useMemo(() => formOf(schema, words), [schema, words])
  const context = useMemo(() => ({ schema, value, category }), [schema, value, category])
  const change = useCallback(
    ({ formData }: IChangeEvent<unknown, RJSFSchema>) => {
      const next = objectOf(formData)
      if (!same(next, value)) onChange(next, changedField(value, next))
    },
    [value, onChange],
  )
  return (
    <FieldIssuesContext value={issues}>
      <FormContext value={context}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: only hears that a field inside it was left */}
        <div className="config-form" data-form={id} onBlur={onLeave}>
          <Form<unknown, RJSFSchema>
            idPrefix={id}
            tagName="div"
            schema={form.schema}
            uiSchema={form.uiSchema}
            formData={value}
            validator={serverValidator}
            noValidate
            noHtml5Validate
            showErrorList={false}
            templates={templates}
            fields={fields}
            widgets={widgets}
            experimental_defaultFormStateBehavior={noDefaults}
            onChange={change}
          >
            {/* Changes are saved as they are made: no submit button. */}
            <span hidden />
          </Form>
        </div>
      </FormContext>
    </FieldIssuesContext>
  )
}
