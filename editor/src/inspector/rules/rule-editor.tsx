import { FolderPlus, Plus, Trash2 } from 'lucide-react'
import { useContext, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldIssuesContext } from '../field-context.ts'
import { append, drop, grow, type Path, writeGroup, writeLeaf } from './rule-ids.ts'
import { blankLeaf } from './rule-leaf.ts'
import { RuleRow } from './rule-row.tsx'
import { type DrawnRule, firstSource, useRuleScope } from './rule-scope.ts'
import { bare, type Group, isGroup, type Leaf } from './rule-tree.ts'

/** How deep groups may be drawn; a file may nest deeper. */
const deepest = 4

/**
 * A rule as an operator reads it. Ids stay in here: the journey's own rule has none, and a rule that comes back as it was
 * committed keeps them, so that nobody loses the keyboard after a letter.
 */
export default function RuleEditor({ id, label, value, pointer, disabled, onChange }: DrawnRule) {
  const json = JSON.stringify(value)
  const [kept, setKept] = useState(() => ({ json, tree: grow(value) }))
  const tree = kept.json === json ? kept.tree : grow(value)
  if (kept.json !== json) setKept({ json, tree })
  if (!tree) return null
  const change = (next: Group) => {
    const rule = bare(next)
    setKept({ json: JSON.stringify(rule), tree: next })
    onChange(next.rules.length === 0 ? undefined : rule)
  }
  return (
    <GroupBox
      id={id}
      label={label}
      group={tree}
      path={[]}
      pointer={pointer}
      disabled={disabled}
      edit={{
        leaf: (path, leaf) => change(writeLeaf(tree, leaf, path)),
        group: (path, part) => change(writeGroup(tree, part, path)),
        append: (path, member) => change(append(tree, member, path)),
        drop: (path) => change(drop(tree, path)),
      }}
    />
  )
}

interface GroupBoxProps {
  id?: string | undefined
  label: string
  group: Group
  path: Path
  pointer: string
  disabled: boolean | undefined
  edit: {
    leaf(path: Path, leaf: Leaf): void
    group(path: Path, part: Pick<Group, 'combinator' | 'not'>): void
    append(path: Path, member: Leaf | Group): void
    drop(path: Path): void
  }
}

const modes = ['and', 'or', 'none', 'notAll'] as const

function GroupBox(props: GroupBoxProps) {
  const { id, label, group, path, pointer, disabled, edit } = props
  const { t } = useTranslation()
  const issues = useContext(FieldIssuesContext).get(pointer) ?? []
  const scope = useRuleScope()
  const wrong = useId()
  const source = firstSource(scope)
  const mode = group.not ? (group.combinator === 'or' ? 'none' : 'notAll') : group.combinator === 'or' ? 'or' : 'and'
  const choose = (next: string) =>
    edit.group(path, {
      combinator: next === 'or' || next === 'none' ? 'or' : 'and',
      not: next === 'none' || next === 'notAll',
    })
  const nested = path.length > 0
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of a list
    <div
      id={id}
      role="group"
      aria-label={label}
      className={nested ? 'rule-group nested' : 'rule-group'}
      data-path={nested ? pointer : undefined}
    >
      <div className="rule-group-head">
        <select
          className="select"
          aria-label={t('rules.mode', { group: label })}
          aria-describedby={issues.length > 0 && nested ? wrong : undefined}
          disabled={disabled}
          value={mode}
          onChange={(event) => choose(event.target.value)}
        >
          {modes.map((one) => (
            <option key={one} value={one}>
              {t(`rules.modes.${one}`)}
            </option>
          ))}
        </select>
        {nested ? (
          <button
            type="button"
            className="rule-icon"
            disabled={disabled}
            aria-label={t('rules.removeGroup', { group: label })}
            title={t('rules.removeGroup', { group: label })}
            onClick={() => edit.drop(path)}
          >
            <Trash2 size={14} aria-hidden />
          </button>
        ) : null}
      </div>
      {group.rules.map((member, nth) => {
        const at = [...path, nth]
        const name = [...path, nth].map((one) => one + 1).join('.')
        const place = { path: at, pointer: `${pointer}/rules/${nth}`, disabled }
        return isGroup(member) ? (
          <GroupBox
            key={member.id}
            {...props}
            {...place}
            id={undefined}
            label={t('rules.group', { name })}
            group={member}
          />
        ) : (
          <RuleRow
            key={member.id}
            label={t('rules.condition', { name })}
            leaf={member}
            pointer={place.pointer}
            disabled={disabled}
            change={(changed) => edit.leaf(at, changed)}
            remove={() => edit.drop(at)}
            drawWhere={(where) => <RuleEditor {...where} />}
          />
        )
      })}
      {nested && issues.length > 0 ? (
        <p className="field-wrong" id={wrong}>
          {issues.join(' ')}
        </p>
      ) : null}
      <div className="rule-adds">
        <button type="button" disabled={disabled} onClick={() => edit.append(path, blankLeaf(source))}>
          <Plus size={14} aria-hidden />
          {t('rules.addCondition')}
        </button>
        {path.length < deepest ? (
          <button
            type="button"
            disabled={disabled}
            onClick={() => edit.append(path, { combinator: mode === 'or' ? 'and' : 'or', rules: [blankLeaf(source)] })}
          >
            <FolderPlus size={14} aria-hidden />
            {t('rules.addGroup')}
          </button>
        ) : null}
      </div>
    </div>
  )
}
