import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { NodeType } from '../api/types.ts'
import { textsOf } from '../node-types/words.ts'
import { useStores } from '../store/editor-stores.tsx'
import { type Config, type JourneyNode, nodeById } from '../store/journey.ts'
import ConfigForm from './config-form.tsx'
import { useNodeIssues } from './node-settings.tsx'
import { onlyFields, quickFields, withoutFields } from './quick-fields.ts'
import { useConfigure } from './use-configure.ts'

/** The few fields of a step that its type marks quick, as a form. */
export default function QuickForm({ node, type }: { node: JourneyNode; type: NodeType }) {
  const { i18n } = useTranslation()
  const { document } = useStores()
  const { id } = node
  const configure = useConfigure(id, type)
  const issues = useNodeIssues(id)
  const { schema, keys } = useMemo(() => quickFields(type), [type])
  const value = useMemo(() => onlyFields(node.config, keys), [node.config, keys])
  const change = useCallback(
    (quick: Config, field: string | undefined) => {
      const now = nodeById(document.getState().journey, id)
      if (now) configure({ ...withoutFields(now.config, keys), ...quick }, field)
    },
    [document, id, keys, configure],
  )
  const texts = textsOf(type, i18n.language)
  return texts ? (
    <ConfigForm
      id={`quick-${id}`}
      schema={schema}
      words={texts}
      value={value}
      issues={issues}
      category={type.category}
      onChange={change}
      onLeave={() => document.getState().seal()}
    />
  ) : null
}
