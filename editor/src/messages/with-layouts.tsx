import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react'
import type { NodeType } from '../api/types.ts'
import type { Config, JourneyNode } from '../store/journey.ts'
import { objectOf } from '../store/json.ts'
import { StartFromLayout } from './start-from-layout.ts'

const LayoutDialog = lazy(() => import('./layouts/layout-dialog.tsx'))

interface WithLayoutsProps {
  node: JourneyNode
  type: NodeType
  onChange(config: Config, field: string | undefined): void
  onLeave(): void
  children: ReactNode
}

/** Lets a step's HTML be started from a layout, wherever its form stands. */
export function WithLayouts({ node, type, onChange, onLeave, children }: WithLayoutsProps) {
  const [taken, setTaken] = useState<() => void>()
  const start = useCallback((then: () => void) => setTaken(() => then), [])
  const fields = templatesOf(type)
  const body = fields.find(({ format }) => format === 'html')
  return (
    <StartFromLayout value={body ? start : undefined}>
      {children}
      {body && taken ? (
        <Suspense>
          <LayoutDialog
            node={node}
            body={body.name}
            titles={fields.filter(({ format, isNeeded }) => format === 'header' && isNeeded).map(({ name }) => name)}
            choose={(config) => {
              onLeave()
              onChange(config, undefined)
              taken()
            }}
            close={() => setTaken(undefined)}
          />
        </Suspense>
      ) : null}
    </StartFromLayout>
  )
}

/** The templates among a step's fields, by the hints that they carry. */
function templatesOf({ schema }: NodeType): { name: string; format: unknown; isNeeded: boolean }[] {
  const needed: unknown = schema.required
  return Object.entries(objectOf(schema.properties)).flatMap(([name, field]) => {
    const { widget, format } = objectOf(field)
    return widget === 'template' ? [{ name, format, isNeeded: Array.isArray(needed) && needed.includes(name) }] : []
  })
}
