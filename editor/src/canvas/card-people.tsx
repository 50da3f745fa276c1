import { MessageSquare } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../i18n/words.tsx'
import { useMark, useStores } from '../store/editor-stores.tsx'
import { createPeople, personsIn } from '../store/people.ts'
import { Avatar } from './avatar.tsx'

const nobody = createPeople()

/** At a card: colleagues who have selected it, and what is still to be talked about there. */
export function CardPeople({ id, name }: { id: string; name: string }) {
  return (
    <div className="card-people nodrag">
      <Selecting id={id} name={name} />
      <OpenThreads id={id} name={name} />
    </div>
  )
}

function Selecting({ id, name }: { id: string; name: string }) {
  const { t } = useWords()
  const { people } = useStores()
  // As a text: the card is drawn again only when it is other people.
  const text = useStore(people ?? nobody, ({ here }) =>
    here.some(({ node }) => node === id) ? JSON.stringify(personsIn(here.filter(({ node }) => node === id))) : '',
  )
  if (text === '') return null
  const persons: ReturnType<typeof personsIn> = JSON.parse(text)
  return persons.map((person) => (
    <Avatar key={person.id} {...person} label={t('together.atStep', { name: person.name, step: name })} />
  ))
}

function OpenThreads({ id, name }: { id: string; name: string }) {
  const { t } = useWords()
  const { session } = useStores()
  const count = useMark('threads', id)
  if (count === 0) return null
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
