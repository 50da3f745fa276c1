import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TemplateText } from '../template-text.tsx'
import { type BodyText, readTexts, writeText } from './body-texts.ts'

interface TextsFieldProps {
  body: string
  secrets: boolean
  disabled: boolean
  onChange(body: string): void
  /** Where the body can't be read so. */
  otherwise: React.ReactNode
}

/** The words, links and pictures of a body as plain fields: what is changed in one changes nothing else. */
export default function TextsField({ body, secrets, disabled, onChange, otherwise }: TextsFieldProps) {
  const { t } = useTranslation()
  // Followed through the changes made here: what is emptied, or ends in a blank, stays as it is being written.
  const [known, setKnown] = useState(() => ({ shown: body, body, texts: readTexts(body) }))
  const fresh = known.shown === body ? known : adopted(known, body)
  if (fresh !== known) setKnown(fresh)
  const { texts } = fresh
  const labels = useLabels(texts ?? [])
  if (!texts || texts.length === 0) return otherwise
  const write = (nth: number, value: string) => {
    const next = writeText(fresh.body, texts, nth, value)
    setKnown({ ...fresh, ...next })
    onChange(next.body)
  }
  return (
    <div className="body-texts">
      <p className="field-help">{t('messages.texts.help')}</p>
      {texts.map((text, nth) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a text is known by its place among the others
          key={nth}
          className="body-text"
          data-text={text.kind}
          data-joined={text.group === texts[nth - 1]?.group}
        >
          <span aria-hidden="true">{labels[nth]}</span>
          <TemplateText
            label={labels[nth] ?? ''}
            placeholder=""
            secrets={secrets}
            disabled={disabled}
            value={text.value}
            onChange={(value) => write(nth, value)}
          />
          <Missing text={text} />
        </div>
      ))}
    </div>
  )
}

type Known = { shown: string; body: string; texts: BodyText[] | undefined }

const adopted = (known: Known, body: string): Known =>
  known.body === body ? { ...known, shown: body } : { shown: body, body, texts: readTexts(body) }

/** What is not there yet and will be missed. */
function Missing({ text: { kind, value } }: { text: BodyText }) {
  const { t } = useTranslation()
  if (value.trim() !== '') return null
  if (kind === 'picture') return <p className="field-help">{t('messages.texts.noPicture')}</p>
  if (kind === 'buttonLink' || kind === 'link') return <p className="body-text-wrong">{t('messages.texts.noLink')}</p>
  return null
}

/** Of several of a kind each has its number. */
function useLabels(texts: readonly BodyText[]): string[] {
  const { t } = useTranslation()
  const met = new Map<string, number>()
  return texts.map(({ kind }) => {
    const number = (met.get(kind) ?? 0) + 1
    met.set(kind, number)
    const name = t(`messages.texts.${kind}`)
    const isAlone = texts.filter((one) => one.kind === kind).length === 1
    return isAlone ? name : t('messages.texts.numbered', { kind: name, number })
  })
}
