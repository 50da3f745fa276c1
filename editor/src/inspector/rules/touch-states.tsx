import { useTranslation } from 'react-i18next'
import { wordFor } from '../../i18n/word-for.ts'
import type { Json } from '../../store/journey.ts'
import type { FieldAria } from '../field-context.ts'
import { shapeOf, splitField } from './rule-leaf.ts'
import { useRuleScope } from './rule-scope.ts'
import type { Leaf } from './rule-tree.ts'

interface TouchStatesProps {
  label: string
  leaf: Leaf
  disabled: boolean | undefined
  aria: FieldAria
  change(leaf: Leaf): void
}

/** What else than arriving comes of a touch. */
const otherwise = ['failed', 'blocked', 'in-doubt'] as const

/** What came of a touch: one state, or several. */
export function TouchStates({ label, leaf, disabled, aria, change }: TouchStatesProps) {
  const { t } = useTranslation()
  const { touches } = useRuleScope()
  const { rest } = splitField(leaf.field)
  const states: string[] = ['delivered', ...(touches.find(({ id }) => id === rest)?.tells ?? []), ...otherwise]
  const word = (state: Json) => {
    if (state === 'opened' || state === 'clicked') return t(`opens.${state}`)
    return typeof state === 'string' ? wordFor(t, 'touchStates', state) : JSON.stringify(state)
  }
  if (shapeOf(leaf.operator) === 'list') {
    const chosen = Array.isArray(leaf.value) ? leaf.value : []
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row
      <div role="group" aria-label={label} className="rule-states">
        {[...states, ...chosen.filter((state) => !states.some((one) => one === state))].map((state) => (
          <button
            key={JSON.stringify(state)}
            type="button"
            disabled={disabled}
            aria-pressed={chosen.includes(state)}
            onClick={() =>
              change({
                ...leaf,
                value: chosen.includes(state) ? chosen.filter((one) => one !== state) : [...chosen, state],
              })
            }
          >
            {word(state)}
          </button>
        ))}
      </div>
    )
  }
  const state = typeof leaf.value === 'string' ? leaf.value : ''
  return (
    <select
      className="select"
      aria-label={label}
      disabled={disabled}
      value={state}
      onChange={(event) => change({ ...leaf, value: event.target.value })}
      {...aria}
    >
      {states.map((one) => (
        <option key={one} value={one}>
          {word(one)}
        </option>
      ))}
      {states.some((one) => one === state) ? null : <option value={state}>{state || t('inspector.choose')}</option>}
    </select>
  )
}
