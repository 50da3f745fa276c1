import { MessageSquare } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../i18n/words.tsx'
import { useMark, useStores } from '../store/editor-stores.tsx'
import { createPeople, personsIn } from '../store/people.ts'
import { Avatar } from './avatar.tsx'

const nobody = createPeople()

interface CardPeopleProps {
  id: string
  name: string
}

/** At a card: colleagues who have selected it, and what is still to be talked about there. */
export function CardPeople({ id, name }: CardPeopleProps) {
  const persons = useSelecting(id)
  const threads = useMark('threads', id)
  const { t } = useWords()
  if (persons.length === 0 && threads === 0) return null
  return (
    <div className="card-people nodrag">
      {persons.map((person) => (
        <Avatar key={person.id} {...person} label={t('together.atStep', { name: person.name, step: name })} />
      ))}
      {threads > 0 ? <OpenThreads id={id} name={name} count={threads} /> : null}
    </div>
  )
}

function useSelecting(id: string): ReturnType<typeof personsIn> {
  const { people } = useStores()
  // As a text: the card is drawn again only when it is other people.
  const text = useStore(people ?? nobody, ({ here }) =>
    here.some(({ node }) => node === id) ? JSON.stringify(personsIn(here.filter(({ node }) => node === id))) : '[]',
  )
  return JSON.parse(text)
}

function OpenThreads({ id, name, count }: CardPeopleProps & { count: number }) {
  const { t } = useWords()
  const { session } = useStores()
  const label = t('comments.openAt', { count, step: name })
  return (
    <button
      type="button"
      className="card-comments nopan"
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation()
        session.getState().select([id])
        session.setState({ tab: 'comments', inspectorOpen: true, historyOpen: false })
      }}
    >
      <MessageSquare size={12} aria-hidden />
      {count}
    </button>
  )
}
