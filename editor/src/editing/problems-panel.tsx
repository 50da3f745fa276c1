import { ChevronDown, ChevronUp, CircleAlert, CircleCheck, Info } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Issue } from '../api/client.ts'
import { placeOf } from '../node-types/problems.ts'
import { nameOf } from '../node-types/words.ts'
import { useSession, useStores } from '../store/editor-stores.tsx'
import { useIssues } from '../store/issues.ts'
import { nodeById } from '../store/journey.ts'
import { useUnread } from './use-unread.ts'

/** Everything that keeps the journey from being published, folded to a line. Each problem leads to its field; F8 to the next. */
export function ProblemsPanel() {
  const { t } = useTranslation()
  const { data: checked = [], isFetching, isError } = useIssues()
  const issues = [...useUnread(), ...checked]
  const open = useSession((state) => state.problemsOpen)
  const setPanel = useSession((state) => state.setPanel)
  const go = useGoToProblem()
  useNextProblemKey(issues, go)
  const errors = issues.filter(({ severity }) => severity === 'error').length
  const Icon = issues.length > 0 ? CircleAlert : CircleCheck
  const said = [
    errors > 0 ? t('problems.errors', { count: errors }) : '',
    issues.length > errors ? t('problems.warnings', { count: issues.length - errors }) : '',
  ].filter(Boolean)
  return (
    <section className="problems" aria-label={t('problems.label')} data-errors={errors}>
      <button
        type="button"
        className="problems-line"
        aria-expanded={open && issues.length > 0}
        disabled={issues.length === 0}
        onClick={() => setPanel('problemsOpen', !open)}
      >
        <Icon size={16} aria-hidden />
        <span role="status">
          {isError
            ? t('problems.failed')
            : said.length > 0
              ? said.join(' · ')
              : isFetching
                ? t('problems.checking')
                : t('problems.none')}
        </span>
        {issues.length > 0 ? open ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden /> : null}
      </button>
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
  const found = node === undefined ? undefined : nodeById(journey, node)
  const Icon = issue.severity === 'error' ? CircleAlert : Info
  return (
    <button type="button" className="problem" data-severity={issue.severity} data-code={issue.code} onClick={go}>
      <Icon size={14} aria-hidden />
      <span className="unseen">{t(`problems.${issue.severity}`)}: </span>
      <b>{found ? nameOf(found, types, i18n.language) : t('problems.journey')}</b>
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
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F8' || issues.length === 0) return
      event.preventDefault()
      nth.current = (nth.current + 1) % issues.length
      const issue = issues[nth.current]
      if (issue) go(issue)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  })
}
