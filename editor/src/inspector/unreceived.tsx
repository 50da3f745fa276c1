import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { mostNames, useAttributes, useEventNames } from '../api/seen.ts'
import { useSettled } from '../messages/use-settled.ts'
import { nearName } from './near-name.ts'

/** A pause in typing after which a name counts as written. */
const writtenAfterMs = 900

interface UnreceivedProps {
  name: string
  /** Takes the name that was probably meant. */
  take(name: string): void
}

/** A quiet word under the name of an event that was never received: a slip, or one that is still to come. */
export function UnreceivedEvent(props: UnreceivedProps) {
  const { t } = useTranslation()
  const { data } = useEventNames()
  // Beyond so many names nobody knows by this list whether there is such an event.
  if (!data || data.length >= mostNames) return null
  if (data.length > 0)
    return <Unreceived {...props} known={data.map(({ name }) => name)} said={t('names.noSuchEvent')} />
  return (
    <Unreceived
      {...props}
      known={[]}
      said={t('names.noEvents')}
      way={<Link to="/events">{t('names.howToSend')}</Link>}
    />
  )
}

/** The same under an attribute that no customer has; of nobody nothing is said. */
export function UnreceivedAttribute(props: UnreceivedProps) {
  const { t } = useTranslation()
  const { data = [] } = useAttributes()
  if (data.length === 0 || props.name === 'id') return null
  return <Unreceived {...props} known={data.map(({ path }) => path)} said={t('names.noSuchAttribute')} />
}

function Unreceived({
  name,
  take,
  known,
  said,
  way,
}: UnreceivedProps & { known: readonly string[]; said: string; way?: ReactNode }) {
  const { t } = useTranslation()
  const word = useRef<HTMLParagraphElement>(null)
  const written = useSettled(name, writtenAfterMs)
  if (name === '' || written !== name || known.includes(name)) return null
  const near = nearName(name, known)
  return (
    <p ref={word} className="field-help" data-unreceived={name}>
      {said} {way}
      {near === undefined ? null : (
        <button
          type="button"
          className="link-button"
          onClick={() => {
            // What was pressed goes with its word: the keyboard stays at the field.
            word.current?.closest('[data-path]')?.querySelector('input')?.focus()
            take(near)
          }}
        >
          {t('names.use', { name: near })}
        </button>
      )}
    </p>
  )
}
