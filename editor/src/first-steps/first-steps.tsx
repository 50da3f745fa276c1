import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { Check, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type FirstSteps, hideFirstSteps, makeDemo, useFirstSteps } from '../api/first-steps.ts'
import { remedy } from '../shell/failure.tsx'
import { SendEvent } from './send-event.tsx'
import '../styles/first-steps.css'
import { message } from '../shell/notices.ts'

/** Leads an empty workspace to its first customer. What is done is read from what is there; it stands in nobody's way. */
export function FirstStepsPanel() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { data } = useFirstSteps()
  const [opened, setOpened] = useState<number>()
  const demo = useDemo()
  const hide = useMutation({
    mutationFn: () => hideFirstSteps(true),
    onSuccess: () => {
      message.success(t('firstSteps.hidden'), 6)
      return queries.invalidateQueries({ queryKey: ['first-steps'] })
    },
    onError: (error) => message.error(remedy(error, t), 8),
  })
  if (!data || data.hidden) return null
  const words = { label: t('firstSteps.makeSome'), text: t('firstSteps.makeSomeText') }
  const steps = stepsOf(data, words, demo)
  const done = steps.filter((step) => step.done).length
  const next = steps.findIndex((step) => !step.done)
  // The last stays open once all is done: it leads to the customer who moves.
  const open = opened ?? (next < 0 ? steps.length - 1 : next)
  return (
    <section className="first-steps" aria-label={t('firstSteps.title')}>
      <header>
        <h2>{t(next < 0 ? 'firstSteps.all' : 'firstSteps.title')}</h2>
        <span className="quiet">{t('firstSteps.progress', { done, all: steps.length })}</span>
        <Button
          type="text"
          size="small"
          icon={<X size={14} aria-hidden />}
          loading={hide.isPending}
          title={t('firstSteps.hideText')}
          onClick={() => hide.mutate()}
        >
          {t('firstSteps.hide')}
        </Button>
      </header>
      <ol>
        {steps.map((step, nth) => (
          <li key={step.word} data-step={step.word} data-done={step.done}>
            <button type="button" aria-expanded={open === nth} onClick={() => setOpened(open === nth ? -1 : nth)}>
              <span className="step-mark" aria-hidden="true">
                {step.done ? <Check size={14} /> : nth + 1}
              </span>
              <b>{t(`firstSteps.steps.${step.word}`)}</b>
              {step.done ? <span className="quiet">{t('firstSteps.done')}</span> : null}
            </button>
            {open === nth ? (
              <div className="step-how">
                <p>{t(`firstSteps.how.${step.word}`)}</p>
                {step.how}
              </div>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  )
}

interface Step {
  word: 'send' | 'take' | 'publish' | 'watch'
  done: boolean
  how: ReactNode
}

/** The four steps; each says by what is there whether it is done. */
function stepsOf(
  { events, taken, draft, published, moved }: FirstSteps,
  makeSome: { label: string; text: string },
  demo: Demo,
): Step[] {
  const some = (
    <>
      <Button loading={demo.isPending} onClick={() => demo.mutate()}>
        {makeSome.label}
      </Button>
      <p className="quiet make-some">{makeSome.text}</p>
    </>
  )
  const ready = draft ?? published
  return [
    { word: 'send', done: events, how: <SendEvent some={some} /> },
    { word: 'take', done: taken, how: <StepLink to="/templates" word="templates" /> },
    {
      word: 'publish',
      done: published !== null,
      how: ready === null ? null : <StepLink to={`/journeys/${ready}`} word="open" />,
    },
    {
      word: 'watch',
      done: moved !== null,
      how: (
        <div className="step-actions">
          {published === null ? null : <StepLink to={`/journeys/${moved?.journey ?? published}/live`} word="live" />}
          {moved === null ? some : <StepLink to={`/customers/${encodeURIComponent(moved.customer)}`} word="customer" />}
        </div>
      ),
    },
  ]
}

function StepLink({ to, word }: { to: string; word: 'templates' | 'open' | 'live' | 'customer' }) {
  const { t } = useTranslation()
  return (
    <Link className="step-link" to={to}>
      {t(`firstSteps.links.${word}`)}
    </Link>
  )
}

type Demo = ReturnType<typeof useDemo>

/** Demo data on request; says what arrived. */
function useDemo() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: makeDemo,
    onSuccess: ({ customers, events }) => {
      message.success(t('firstSteps.made', { customers, events }), 6)
      return queries.invalidateQueries()
    },
    onError: (error) => message.error(remedy(error, t), 8),
  })
}
