import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttributes, useEventNames, useProperties } from '../../api/seen.ts'
import type { SeenPlace } from '../../api/types.ts'
import { sayShort } from '../../i18n/say.ts'
import { useDocument, useStores } from '../../store/editor-stores.tsx'
import type { Suggestion } from '../suggest.tsx'
import { splitField } from './rule-leaf.ts'
import { eventsIn, useRuleScope } from './rule-scope.ts'
import type { Sample } from './value-input.tsx'

/** Events by name: those that arrived, the most frequent first, and those that this journey speaks of besides. */
export function useEventSuggestions(): Suggestion[] {
  const { t, i18n } = useTranslation()
  const { types } = useStores()
  const nodes = useDocument((state) => state.journey.nodes)
  const { data: arrived } = useEventNames()
  return useMemo(() => {
    const seen = (arrived ?? []).map(({ name, week }) => ({
      value: name,
      hint: t('rules.inWeek', { count: week, shown: sayShort(week, i18n.language) }),
    }))
    const names = new Set(seen.map(({ value }) => value))
    const drawn = new Set(nodes.flatMap((node) => eventsIn(types.get(node.type)?.schema, node.config)))
    return [
      ...seen,
      ...[...drawn].filter((name) => !names.has(name)).map((value) => ({ value, hint: t('rules.notSeen') })),
    ]
  }, [arrived, nodes, types, t, i18n.language])
}

const exampleOf = ({ samples }: SeenPlace): string => samples.slice(0, 3).map(String).join(', ')
const suggest = (places: readonly SeenPlace[]): Suggestion[] =>
  places.map((place) => ({ value: place.path, hint: exampleOf(place) }))

export function useAttributeSuggestions(): Suggestion[] {
  const { data } = useAttributes()
  return useMemo(() => suggest(data ?? []), [data])
}

/** Names for values that are set: properties of an event, or attributes where none is named. */
export function useNamesBeside(event: string | undefined): Suggestion[] {
  const attributes = useAttributeSuggestions()
  const properties = useProperties(event === undefined ? noEvents : [event])
  return useMemo(() => (event === undefined ? attributes : suggest(properties)), [event, attributes, properties])
}

const noEvents: readonly string[] = []
const noPlaces: readonly SeenPlace[] = []

/** What was seen in the place of a field's first word: attributes, or properties of the events at hand. */
function usePlaces(root: string): readonly SeenPlace[] {
  const scope = useRuleScope()
  const { data: attributes } = useAttributes()
  const properties = useProperties(root === 'event' ? scope.events : root === 'entry' ? scope.entryEvents : [])
  return root === 'customer' ? (attributes ?? noPlaces) : properties
}

/** What may stand behind a field's first word. */
export function useNames(root: string): Suggestion[] {
  const events = useEventSuggestions()
  const places = usePlaces(root)
  return useMemo(() => (root === 'did' ? events : suggest(places)), [root, events, places])
}

/** Values that a field was seen with, and whether all of them were texts. */
export function useSamples(field: string): { samples: Sample[]; onlyText: boolean } {
  const { root, rest } = splitField(field)
  const places = usePlaces(root)
  return useMemo(() => {
    const place = places.find(({ path }) => path === rest)
    return {
      samples: (place?.samples ?? []).map((sample) => ({ value: String(sample), sample })),
      onlyText: place !== undefined && place.kinds.every((kind) => kind === 'string'),
    }
  }, [places, rest])
}
