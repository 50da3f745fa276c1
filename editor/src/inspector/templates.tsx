import type {
  ArrayFieldItemTemplateProps,
  ArrayFieldTemplateProps,
  FieldTemplateProps,
  ObjectFieldTemplateProps,
} from '@rjsf/utils'
import { Button } from 'antd'
import { ArrowDown, ArrowUp, CircleAlert, Plus, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { readDuration } from '../node-types/duration.ts'
import { FieldAriaContext, pointerOf, useFieldIssues } from './field-context.ts'
import { withoutField } from './without-field.ts'

const none: readonly string[] = []
const lengths: ReadonlySet<string> = new Set(['duration', 'offset'])
const isUnread = (value: unknown) => typeof value === 'string' && value !== '' && readDuration(value) === undefined

/** One field: label, control, what is wrong with it and what it expects. */
export function FieldTemplate({
  id,
  label,
  schema,
  uiSchema,
  children,
  hidden,
  required,
  rawDescription,
  fieldPathId,
  formData,
}: FieldTemplateProps) {
  const { t } = useTranslation()
  const pointer = pointerOf(fieldPathId.path)
  const group = schema.type === 'object' || schema.type === 'array'
  const field = uiSchema?.['ui:field']
  // A rule tells what is wrong with its conditions at each of them.
  const found = useFieldIssues(pointer, !group && field !== undefined && field !== 'rule')
  // A length of time that cannot be understood is told by its own field, in the words that are typed there.
  const messages = lengths.has(String(uiSchema?.['ui:widget'])) && isUnread(formData) ? none : found
  const helps = !group && rawDescription
  const aria = useMemo(
    () => ({
      ...(messages.length > 0 ? { 'aria-invalid': true as const } : {}),
      ...(messages.length > 0 || helps
        ? {
            'aria-describedby': [messages.length > 0 ? `${id}-issues` : '', helps ? `${id}-help` : ''].join(' ').trim(),
          }
        : {}),
    }),
    [id, messages.length, helps],
  )
  if (hidden) return <div hidden>{children}</div>
  const issues =
    messages.length > 0 ? (
      <ul className="field-issues" id={`${id}-issues`}>
        {messages.map((message) => (
          <li key={message}>
            <CircleAlert size={14} aria-hidden />
            {group ? message : withoutField(message, label, rawDescription)}
          </li>
        ))}
      </ul>
    ) : null
  return (
    <div className={group ? 'field-group' : 'field'} data-path={pointer} data-invalid={messages.length > 0}>
      {group ? null : (
        <label htmlFor={id}>
          {label}
          {required ? null : <span className="optional"> · {t('inspector.optional')}</span>}
        </label>
      )}
      {group ? issues : null}
      <FieldAriaContext value={aria}>{children}</FieldAriaContext>
      {group ? null : issues}
      {helps ? (
        <p className="field-help" id={`${id}-help`}>
          {rawDescription}
        </p>
      ) : null}
    </div>
  )
}

/** A group of fields; the outermost one needs no title. */
export function ObjectFieldTemplate({ title, schema, properties, fieldPathId }: ObjectFieldTemplateProps) {
  const fields = properties.map(({ content, name }) => <div key={name}>{content}</div>)
  const inList = typeof fieldPathId.path.at(-1) === 'number'
  if (fieldPathId.path.length === 0 || inList) return <div className="fields">{fields}</div>
  return (
    <fieldset className="fields group">
      <legend>{title}</legend>
      {schema.description ? <p className="field-help">{schema.description}</p> : null}
      {fields}
    </fieldset>
  )
}

/** A list of groups, such as branches. */
export function ArrayFieldTemplate({ title, schema, items, canAdd, onAddClick }: ArrayFieldTemplateProps) {
  const { t } = useTranslation()
  return (
    <fieldset className="fields group">
      <legend>{title}</legend>
      {schema.description ? <p className="field-help">{schema.description}</p> : null}
      {items}
      {canAdd ? (
        <Button block type="dashed" icon={<Plus size={14} aria-hidden />} onClick={onAddClick}>
          {t('inspector.addItem', { list: title })}
        </Button>
      ) : null}
    </fieldset>
  )
}

export function ArrayFieldItemTemplate({
  children,
  buttonsProps,
  index,
  totalItems,
  uiSchema,
  parentUiSchema,
}: ArrayFieldItemTemplateProps) {
  const { t } = useTranslation()
  const nth = index + 1
  const list = parentUiSchema?.['ui:title'] ?? uiSchema?.['ui:title'] ?? ''
  const { onMoveUpItem, onMoveDownItem, onRemoveItem, hasRemove } = buttonsProps
  const tools = [
    { label: t('inspector.moveUp', { nth }), Icon: ArrowUp, act: onMoveUpItem, off: index === 0 },
    { label: t('inspector.moveDown', { nth }), Icon: ArrowDown, act: onMoveDownItem, off: nth === totalItems },
    { label: t('inspector.removeItem', { nth, list }), Icon: Trash2, act: onRemoveItem, off: !hasRemove },
  ]
  return (
    <div className="list-item">
      <div className="list-tools">
        <span className="list-nth" aria-hidden="true">
          {nth}
        </span>
        {tools.map(({ label, Icon, act, off }) => (
          <Button
            key={label}
            type="text"
            size="small"
            disabled={off}
            aria-label={label}
            title={label}
            icon={<Icon size={14} aria-hidden />}
            onClick={act}
          />
        ))}
      </div>
      {children}
    </div>
  )
}
