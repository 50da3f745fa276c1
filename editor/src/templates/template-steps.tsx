import { CornerDownRight } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { NodeIcon } from '../node-types/icon.tsx'
import type { NodeTypes } from '../node-types/links.ts'
import { nameAmong, nameBeside } from '../node-types/tell-apart.ts'
import { type Branch, treeOf } from '../node-types/tree.ts'
import { summaryOf } from '../node-types/words.ts'
import { type Journey, nodeById } from '../store/journey.ts'

interface TemplateStepsProps {
  journey: Journey
  types: NodeTypes
}

/** A journey's steps in words, in the order in which customers come to them; what follows an outlet stands inside it. */
export function TemplateSteps({ journey, types }: TemplateStepsProps) {
  const { i18n } = useTranslation()
  const branches = useMemo(() => treeOf(journey, types, i18n.language), [journey, types, i18n.language])
  return <Steps {...{ journey, types, branches }} />
}

function Steps({
  journey,
  types,
  branches,
  inside,
}: TemplateStepsProps & { branches: readonly Branch[]; inside?: true }) {
  return (
    <ol className="template-steps">
      {branches.map((branch, nth) => {
        const outlets = branch.kind === 'step' ? worthTelling(branch, journey, types) : branch.children
        return (
          <li key={branch.key} data-kind={branch.kind}>
            {/* The first step of an outlet stands right under its name. */}
            <Line {...{ journey, types, branch }} toldBy={inside && nth === 0} />
            {outlets.length > 0 ? (
              <Steps {...{ journey, types }} branches={outlets} {...(branch.kind === 'outlet' && { inside: true })} />
            ) : null}
          </li>
        )
      })}
    </ol>
  )
}

/** Outlets that lead somewhere; beside them those that end the journey, but where a customer goes on by another anyway. */
function worthTelling({ node, children }: Branch, journey: Journey, types: NodeTypes): readonly Branch[] {
  const goesOn = journey.edges.some(({ from }) => from === node)
  const touches = types.get(nodeById(journey, node)?.type ?? '')?.category === 'touch'
  return goesOn && !touches ? children : children.filter((outlet) => outlet.children.length > 0)
}

function Line({
  journey,
  types,
  branch,
  toldBy,
}: TemplateStepsProps & { branch: Branch; toldBy?: boolean | undefined }) {
  const { t, i18n } = useTranslation()
  const node = nodeById(journey, branch.node)
  if (!node) return null
  if (branch.kind === 'again')
    return (
      <span className="quiet">
        <CornerDownRight size={12} aria-hidden />{' '}
        {t('outline.again', { node: nameAmong(journey, node.id, types, i18n.language) })}
      </span>
    )
  if (branch.kind === 'outlet')
    return (
      <span className="template-outlet">
        {branch.by?.label}
        {branch.children.length === 0 ? <small className="quiet">{t('outline.open')}</small> : null}
      </span>
    )
  const type = types.get(node.type)
  const name = nameBeside(journey, node.id, types, i18n.language)
  const by =
    branch.by && branch.by.outlet !== 'next' && !toldBy ? t('outline.by', { outlet: branch.by.label }) : undefined
  const said = [by, summaryOf(node, types, i18n.language)].filter((words) => words !== undefined && words !== name)
  return (
    <span className="template-step">
      <NodeIcon shapes={type?.icon} category={type?.category} small />
      <span>
        <b>{name}</b>
        <small className="quiet">{said.join(' · ')}</small>
      </span>
    </span>
  )
}
