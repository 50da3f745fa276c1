import { useMemo } from 'react'
import { usePastEvents, useSecretNames, useSomeCustomers } from '../api/messages.ts'
import { objectOf } from '../store/json.ts'
import { type PastEvent, usePreviewed } from './previewed.ts'
import { type TemplateValue, valuesOf } from './values.ts'

/** Whose values are previewed: the one who was chosen, else the newest customer; empty where there is none. */
export function usePreviewedCustomer(): string {
  const chosen = usePreviewed((state) => state.customer)
  const some = useSomeCustomers('')
  return chosen ?? some.data?.[0]?.id ?? ''
}

/** What she did that stands for `event` and `entry`: chosen, else her newest that begins the journey, else her newest. */
export function usePreviewedEvent(begins: readonly string[]): PastEvent | undefined {
  const customer = usePreviewedCustomer()
  const chosen = usePreviewed((state) => state.event)
  const events = usePastEvents(customer).data ?? []
  return chosen ?? events.find(({ name }) => begins.includes(name)) ?? events[0]
}

/** What a template can show here: from the customers and events that this workspace has received. */
export function useTemplateValues(secrets: boolean): TemplateValue[] {
  const customer = usePreviewedCustomer()
  const some = useSomeCustomers('')
  const events = usePastEvents(customer)
  const names = useSecretNames(secrets)
  return useMemo(() => {
    const known = some.data ?? []
    const first = known.filter(({ id }) => id === customer)
    return valuesOf({
      attributes: [...first, ...known].map(({ attributes }) => objectOf(attributes)),
      properties: (events.data ?? []).map(({ properties }) => objectOf(properties)),
      secrets: names.data ?? [],
    })
  }, [some.data, events.data, names.data, customer])
}
