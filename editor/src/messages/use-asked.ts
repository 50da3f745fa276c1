import { useDeferredValue, useMemo } from 'react'
import type { PreviewedNode } from '../api/messages.ts'
import { objectOf } from '../store/json.ts'
import { usePreviewedCustomer, usePreviewedEvent } from './use-values.ts'

/** A step with the customer and the event that were chosen for its preview. */
export function useAsked(wanted: Pick<PreviewedNode, 'node' | 'journey'>, begins: readonly string[]): PreviewedNode {
  const customer = usePreviewedCustomer()
  const event = useDeferredValue(usePreviewedEvent(begins))
  return useMemo(
    () => ({
      ...wanted,
      ...(customer === '' ? {} : { customer }),
      ...(event ? { entry: { name: event.name, properties: objectOf(event.properties), at: event.at } } : {}),
    }),
    [wanted, customer, event],
  )
}
