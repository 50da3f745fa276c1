import { ChevronDown, ChevronUp, CircleAlert, CircleCheck, CircleDashed, Info } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Issue } from '../api/client.ts'
import type { Opened } from '../api/journeys.ts'
import { placeOf } from '../node-types/problems.ts'
import { nameAmong } from '../node-types/tell-apart.ts'
import { useSession, useStores } from '../store/editor-stores.tsx'
import { useIssues } from '../store/issues.ts'
import { goBack } from './go-back.ts'
import { useUnpublished } from './use-unpublished.ts'
import { useUnread } from './use-unread.ts'

/** Everything that keeps the journey from being published, folded to a line. Each problem leads to its field; F8 to the next. */
export function ProblemsPanel({ opened: { state, liveVersion } }: { opened: Opened }) {
  const { t } = useTranslation()
  const { data: checked = [], isFetching, isError } = useIssues()
  const issues = [...useUnread(), ...checked]
  const open = useSession((state) => state.problemsOpen)
  const setPanel = useSession((state) => state.setPanel)
  const go = useGoToProblem()
  useNextProblemKey(issues, go)
  const panel = useRef<HTMLElement>(null)
  const asked = useSession((state) => state.problemsAsked)
  // Publish was refused: the keyboard comes to the first that stands against it.
  useEffect(() => {
    if (asked > 0) panel.current?.querySelector<HTMLElement>('.problem[data-severity="error"]')?.focus()
  }, [asked])
  const { session } = useStores()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
    event.preventDefault()
    setPanel('problemsOpen', false)
    goBack(session.getState().selection[0])
  }
  const errors = issues.filter(({ severity }) => severity === 'error').length
  // A stopped journey is published again to let customers in, changed or not.
  const isOut = useUnpublished(liveVersion) === false && (state === 'live' || state === 'paused')
  const said = [
    errors > 0 ? t('problems.errors', { count: errors }) : '',
    issues.length > errors ? t('problems.warnings', { count: issues.length - errors }) : '',
  ].filter(Boolean)
  const told = isError
    ? t('problems.failed')
    : said.length > 0
      ? said.join(' · ')
      : isFetching
        ? t('problems.checking')
        : t(isOut ? `problems.nothing.${state}` : 'problems.none')
  return (
    <section
      ref={panel}
      className="problems"
      aria-label={t('problems.label')}
      data-errors={errors}
      data-region="problems"
      onKeyDown={onKeyDown}
    >
      {issues.length === 0 ? (
        <p className="problems-line">
          {isError || isFetching ? <CircleDashed size={16} aria-hidden /> : <CircleCheck size={16} aria-hidden />}
          <span>{told}</span>
        </p>
      ) : (
        <button
          type="button"
          className="problems-line"
          aria-expanded={open}
          onClick={() => setPanel('problemsOpen', !open)}
        >
          <CircleAlert size={16} aria-hidden />
          <span>{told}</span>
          {open ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden />}
        </button>
      )}
      {/* Beside the button and not in it: what is in a live region is no part of a button's name. */}
      <span className="unseen" role="status">
        {told}
      </span>
      {open && issues.length > 0 ? (
        <ul className="problem-list">
          {issues.map((issue) => (
            <li key={`${issue.path} ${issue.code} ${issue.message}`}>
              <Problem issue={issue} go={() => go(issue)} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}

function Problem({ issue, go }: { issue: Issue; go: () => void }) {
  const { t, i18n } = useTranslation()
  const { document, types } = useStores()
  const { journey } = document.getState()
  const { node } = placeOf(issue, journey)
  const Icon = issue.severity === 'error' ? CircleAlert : Info
  return (
    <button type="button" className="problem" data-severity={issue.severity} data-code={issue.code} onClick={go}>
      <Icon size={14} aria-hidden />
      <span className="unseen">{t(`problems.${issue.severity}`)}: </span>
      <b>{node === undefined ? t('problems.journey') : nameAmong(journey, node, types, i18n.language)}</b>
      <span>{issue.message}</span>
    </button>
  )
}

function useGoToProblem() {
  const { document, session } = useStores()
  return (issue: Issue) => {
    const { node, pointer } = placeOf(issue, document.getState().journey)
    session.getState().focusField(node, pointer)
    if (node !== undefined) session.getState().show([node])
  }
}

function useNextProblemKey(issues: readonly Issue[], go: (issue: Issue) => void) {
  const nth = useRef(-1)
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'F8' || event.isComposing || issues.length === 0) return
      event.preventDefault()
      nth.current = (nth.current + 1) % issues.length
      const issue = issues[nth.current]
      if (issue) go(issue)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  })
}
