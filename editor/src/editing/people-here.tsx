import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useOperator } from '../api/session.ts'
import { Avatar } from '../canvas/avatar.tsx'
import { nameAmong } from '../node-types/tell-apart.ts'
import { useDocument, useStores } from '../store/editor-stores.tsx'
import { nodeById } from '../store/journey.ts'
import { type PeopleStore, type Person, personsIn } from '../store/people.ts'
import '../styles/together.css'

const mostShown = 4

/** In the bar: who else has this journey open. */
export function PeopleHere({ people }: { people: PeopleStore }) {
  const { t } = useTranslation()
  const here = useStore(people, (state) => state.here)
  const persons = personsIn(here)
  if (persons.length === 0) return null
  const more = persons.slice(mostShown)
  return (
    <ul className="people" aria-label={t('together.here')}>
      {persons.slice(0, mostShown).map((person) => (
        <li key={person.id}>
          <Somebody person={person} />
        </li>
      ))}
      {more.length > 0 ? (
        <li className="people-more" title={more.map(({ name }) => name).join(', ')}>
          +{more.length}
        </li>
      ) : null}
    </ul>
  )
}

function Somebody({ person }: { person: Person }) {
  const { t, i18n } = useTranslation()
  const { types } = useStores()
  const { data } = useOperator()
  const [at] = person.nodes
  const step = useDocument(({ journey }) =>
    at !== undefined && nodeById(journey, at) ? nameAmong(journey, at, types, i18n.language) : undefined,
  )
  const name = person.id === data?.operator.id ? t('together.you') : person.name
  const label = step === undefined ? name : t('together.atStep', { name, step })
  return <Avatar id={person.id} name={person.name} label={label} />
}
