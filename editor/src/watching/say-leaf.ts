import { useTranslation } from 'react-i18next'
import { sayValue } from '../i18n/say-value.ts'
import { countOperators, pairOf, plainOperators, shapeOf, sources, splitField } from '../inspector/rules/rule-leaf.ts'
import { sayDuration } from '../node-types/duration.ts'
import type { Json } from '../store/journey.ts'
import { objectOf } from '../store/json.ts'

/** A condition as the server tells it. */
interface ToldLeaf {
  field: string
  operator: string
  value?: unknown
  valueSource?: string
}

/** Says one condition as the form of conditions shows it: "This event · value is at least 50". */
export function useSayLeaf(): (leaf: ToldLeaf) => string {
  const { t, i18n } = useTranslation()
  const sayField = (field: string): string => {
    const { root, rest } = splitField(field)
    const source = sources.find((one) => one === root)
    return [source ? t(`rules.sources.${source}`) : root, rest].join(source === 'did' ? ' ' : ' · ')
  }
  const sayOperator = ({ field, operator }: ToldLeaf): string => {
    const count = countOperators.find((one) => one === operator)
    if (splitField(field).root === 'did' && count) return t(`rules.countOperators.${count}`)
    const plain = plainOperators.find((one) => one === operator)
    return plain ? t(`rules.operators.${plain}`) : operator
  }
  const sayCompared = ({ field, operator, value: told, valueSource }: ToldLeaf): string => {
    const { value } = objectOf({ value: told })
    const one = (member: Json | undefined) =>
      valueSource === 'field' && typeof member === 'string' ? sayField(member) : sayValue(member)
    if (splitField(field).root === 'did') {
      const { count, within } = objectOf(value)
      const window =
        typeof within === 'string' ? `, ${t('rules.withinWord')} ${sayDuration(within, i18n.language)}` : ''
      return `${sayValue(count)} ${t('rules.timesWord')}${window}`
    }
    const shape = shapeOf(operator)
    if (shape === 'none') return ''
    if (shape === 'span') return typeof value === 'string' ? sayDuration(value, i18n.language) : ''
    if (shape === 'pair')
      return pairOf(value)
        .map(one)
        .join(` ${t('rules.to')} `)
    return Array.isArray(value) ? value.map(one).join(i18n.language.startsWith('zh') ? '、' : ', ') : one(value)
  }
  return (leaf) => [sayField(leaf.field), sayOperator(leaf), sayCompared(leaf)].filter((part) => part !== '').join(' ')
}
