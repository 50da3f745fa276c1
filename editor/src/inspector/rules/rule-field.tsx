import type { FieldProps } from '@rjsf/utils'
import { Braces, ListTree, Plus } from 'lucide-react'
import { lazy, type RefObject, Suspense, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nameAmong } from '../../node-types/tell-apart.ts'
import { useDocument, useStores } from '../../store/editor-stores.tsx'
import { objectOf } from '../../store/json.ts'
import { pointerOf } from '../field-context.ts'
import { RuleText } from '../widgets/json.tsx'
import { RuleCount } from './rule-count.tsx'
import { blankLeaf } from './rule-leaf.ts'
import { eventBeside, eventsIn, FormContext, firstSource, type RuleScope, RuleScopeContext } from './rule-scope.ts'
import { bare, readGroup } from './rule-tree.ts'
import { Sources } from './sources.tsx'

// Conditions are a part of some forms only.
const RuleEditor = lazy(() => import('./rule-editor.tsx'))

/** A rule: drawn as conditions, or written as JSON, which is also how it shows while it is none that can be drawn. */
export function RuleField(props: FieldProps) {
  const { fieldPathId, formData, onChange, disabled, required, schema } = props
  const { t } = useTranslation()
  const [asJson, setAsJson] = useState(false)
  const begun = useRef(false)
  const path = fieldPathId.path
  const scope = useScope(path)
  const isEmpty = formData === undefined
  const drawn = useMemo(() => (readGroup(formData) ? objectOf(formData) : undefined), [formData])
  const label = typeof schema.title === 'string' ? schema.title : ''
  const text = asJson || (!isEmpty && !drawn)
  const none = required ? bare({ combinator: 'and', rules: [] }) : undefined
  return (
    <RuleScopeContext value={scope}>
      {text ? (
        <RuleText {...props} />
      ) : drawn ? (
        <Suspense fallback={<p className="quiet">{t('common.loading')}</p>}>
          <RuleEditor
            id={fieldPathId.$id}
            label={label}
            value={drawn}
            pointer={pointerOf(path)}
            disabled={disabled}
            onChange={(rule) => onChange(rule ?? none, path)}
          />
          <TakeKeyboard to={fieldPathId.$id} when={begun} />
        </Suspense>
      ) : null}
      {drawn ? <RuleCount rule={drawn} /> : null}
      {drawn && !text ? <Sources /> : null}
      <div className="rule-adds rule-foot">
        {isEmpty && !text ? (
          <button
            type="button"
            disabled={disabled}
            aria-label={t('rules.addFirst', { rule: label })}
            onClick={() => {
              begun.current = true
              onChange(bare({ combinator: 'and', rules: [blankLeaf(firstSource(scope))] }), path)
            }}
          >
            <Plus size={14} aria-hidden />
            {t('rules.addCondition')}
          </button>
        ) : null}
        {isEmpty || drawn ? (
          <button
            type="button"
            className="rule-json"
            aria-pressed={text}
            aria-label={t(text ? 'rules.asFormOf' : 'rules.asJsonOf', { rule: label })}
            onClick={() => setAsJson(!asJson)}
          >
            {text ? <ListTree size={14} aria-hidden /> : <Braces size={14} aria-hidden />}
            {t(text ? 'rules.asForm' : 'rules.asJson')}
          </button>
        ) : null}
      </div>
    </RuleScopeContext>
  )
}

/** What a rule at this place of the open form can speak of. */
function useScope(path: readonly (string | number)[]): RuleScope {
  const { i18n } = useTranslation()
  const { types } = useStores()
  const { schema, value, category } = useContext(FormContext)
  const journey = useDocument((state) => state.journey)
  const { nodes } = journey
  const of = (category: string) => nodes.filter((node) => types.get(node.type)?.category === category)
  const events = (some: typeof nodes) => [
    ...new Set(some.flatMap((node) => eventsIn(types.get(node.type)?.schema, node.config))),
  ]
  const beside = eventBeside(schema, value, path)
  return {
    events: beside === undefined ? events(nodes) : [beside],
    entryEvents: events(of('enter')),
    touches:
      category === 'enter'
        ? []
        : of('touch').map((node) => ({
            id: node.id,
            name: nameAmong(journey, node.id, types, i18n.language),
            tells: types.get(node.type)?.tells ?? [],
          })),
    beside: beside !== undefined,
    counted: false,
  }
}

/** The button that began a rule goes with it: the keyboard comes to the first condition, once that is drawn. */
function TakeKeyboard({ to, when }: { to: string; when: RefObject<boolean> }) {
  useEffect(() => {
    if (!when.current) return
    when.current = false
    document.getElementById(to)?.querySelector<HTMLElement>('[role="group"] :is(select, input)')?.focus()
  }, [to, when])
  return null
}
