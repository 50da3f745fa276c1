import { useMemo } from 'react'
import { usePastEvents, useSecretNames, useSomeCustomers } from '../api/messages.ts'
import { useAttributes, useEventNames, useLastWhoDid, useProperties } from '../api/seen.ts'
import { useDocument, useStores } from '../store/editor-stores.tsx'
import { objectOf } from '../store/json.ts'
import { eventsOf } from './events-of.ts'
import { type PastEvent, usePreviewed } from './previewed.ts'
import { type TemplateValue, valuesOf } from './values.ts'

/** Whose values are previewed: the one who was chosen, else who last did what begins this journey, else the newest; empty: nobody. */
export function usePreviewedCustomer(): string {
  const chosen = usePreviewed((state) => state.customer)
  const began = useLastWhoDid(useReceivedEvents().begins)
  const some = useSomeCustomers('')
  return chosen ?? began ?? some.data?.[0]?.id ?? ''
}

/** What begins this journey and what it listens to, of what was received. */
function useReceivedEvents(): ReturnType<typeof eventsOf> {
  const { types } = useStores()
  const nodes = useDocument((state) => state.journey.nodes)
  const { data: received } = useEventNames()
  return useMemo(() => {
    const names = new Set(received?.map(({ name }) => name))
    const { begins, all } = eventsOf(nodes, types)
    return { begins: begins.filter((name) => names.has(name)), all: all.filter((name) => names.has(name)) }
  }, [nodes, types, received])
}

/** What she did that stands for `event` and `entry`: chosen, else her newest that begins the journey, else her newest. */
export function usePreviewedEvent(begins: readonly string[]): PastEvent | undefined {
  const customer = usePreviewedCustomer()
  const chosen = usePreviewed((state) => state.event)
  const events = usePastEvents(customer).data ?? []
  return chosen ?? events.find(({ name }) => begins.includes(name)) ?? events[0]
}

/** The events that begin this journey and were never received: nothing is known of what they will carry. */
export function useUnseenEntries(): string[] {
  const { types } = useStores()
  const nodes = useDocument((state) => state.journey.nodes)
  const { data: received } = useEventNames()
  if (!received) return []
  const names = new Set(received.map(({ name }) => name))
  return eventsOf(nodes, types).begins.filter((name) => name !== '' && !names.has(name))
}

/** What a template can show here: from the customers and events that this workspace has received. */
export function useTemplateValues(secrets: boolean): TemplateValue[] {
  const customer = usePreviewedCustomer()
  const some = useSomeCustomers('')
  const events = usePastEvents(customer)
  const names = useSecretNames(secrets)
  const { begins, all } = useReceivedEvents()
  const { data: attributes } = useAttributes()
  const entry = useProperties(begins)
  const event = useProperties(all)
  return useMemo(() => {
    const hers = (some.data ?? []).filter(({ id }) => id === customer)
    return valuesOf({
      attributes: hers.map(({ attributes }) => objectOf(attributes)),
      properties: (events.data ?? []).map(({ properties }) => objectOf(properties)),
      places: { customer: attributes ?? [], event, entry },
      secrets: names.data ?? [],
    })
  }, [some.data, events.data, names.data, customer, attributes, event, entry])
}
