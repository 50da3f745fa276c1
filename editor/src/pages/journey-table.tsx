import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { Activity, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { deleteJourney } from '../api/journeys.ts'
import type { JourneyRow } from '../api/types.ts'
import { sayNumber } from '../i18n/say.ts'
import { Ago } from '../shell/ago.tsx'
import { remedy } from '../shell/failure.tsx'
import { confirm, message } from '../shell/notices.ts'
import { StateTag } from '../shell/state-tag.tsx'

/** One row a journey: state, how many are inside, and who changed it last. */
export function JourneyTable({ journeys }: { journeys: readonly JourneyRow[] }) {
  const { t } = useTranslation()
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('journeys.name')}</th>
          <th scope="col">{t('journeys.state')}</th>
          <th scope="col" className="wide-only" title={t('templates.familyText')}>
            {t('templates.family')}
          </th>
          <th scope="col" className="number">
            {t('journeys.inside')}
          </th>
          {(['entered', 'goals', 'failed'] as const).map((what) => (
            <th key={what} scope="col" className="number wide-only">
              {t(`lists.week.${what}`)}
            </th>
          ))}
          <th scope="col" className="wide-only">
            {t('journeys.changed')}
          </th>
          <th scope="col">
            <span className="unseen">{t('journeys.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {journeys.map((journey) => (
          <Row key={journey.id} journey={journey} />
        ))}
      </tbody>
    </table>
  )
}

/** Changes by key have an id in the place of a name. */
const isName = (by: string) => !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(by)

function Row({ journey }: { journey: JourneyRow }) {
  const { t } = useTranslation()
  const { id, name, state, counts, family } = journey
  const askToDelete = useDelete(journey)
  const live = t('journeys.live', { name })
  const del = t('journeys.delete', { name })
  return (
    <tr data-journey={id}>
      <th scope="row">
        <Link className="row-link" to={`/journeys/${id}`}>
          {name}
        </Link>
        {journey.draftDiffers ? <span className="unpublished">{t('editor.unpublished')}</span> : null}
      </th>
      <td>
        <StateTag state={state} />
      </td>
      <td className="quiet wide-only">{family ? t(`templates.families.${family}`) : null}</td>
      <Behind n={counts.active} what={t('journeys.inside')} name={name} to={`/journeys/${id}/live?show=active`} />
      <Behind
        n={counts.week.entered}
        what={t('lists.week.entered')}
        name={name}
        to={`/journeys/${id}/live?period=7d&show=entered`}
        wideOnly
      />
      <Behind
        n={counts.week.goals}
        what={t('lists.week.goals')}
        name={name}
        to={`/journeys/${id}/live?period=7d&show=goal`}
        wideOnly
      />
      <Behind
        n={counts.week.failed}
        what={t('lists.week.failed')}
        name={name}
        to={`/journeys/${id}/live?period=7d&show=failed`}
        wideOnly
      />
      <td className="quiet wide-only">
        <Ago at={journey.updatedAt} />{' '}
        {isName(journey.updatedBy) ? (
          <span className="editor-name">{t('journeys.by', { name: journey.updatedBy })}</span>
        ) : null}
      </td>
      <td className="row-actions">
        {state === 'draft' ? (
          <Button
            type="text"
            aria-label={del}
            title={del}
            icon={<Trash2 size={16} aria-hidden />}
            onClick={askToDelete}
          />
        ) : (
          <Link className="icon-link" to={`/journeys/${id}/live`} aria-label={live} title={live}>
            <Activity size={16} aria-hidden />
          </Link>
        )}
      </td>
    </tr>
  )
}

interface BehindProps {
  n: number
  /** What the number counts. */
  what: string
  /** The journey's. */
  name: string
  /** Where those behind it are. */
  to: string
  wideOnly?: boolean
}

/** A number that opens what is behind it. */
function Behind({ n, what, name, to, wideOnly = false }: BehindProps) {
  const { i18n } = useTranslation()
  const said = sayNumber(n, i18n.language)
  return (
    <td className={wideOnly ? 'number wide-only' : 'number'}>
      {n === 0 ? (
        said
      ) : (
        <Link className="number-link" to={to} aria-label={`${name}, ${what}: ${said}`}>
          {said}
        </Link>
      )}
    </td>
  )
}

function useDelete({ id, name }: JourneyRow) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { mutateAsync } = useMutation({
    mutationFn: () => deleteJourney(id),
    onSuccess: () => {
      message.success(t('journeys.deleted', { name }))
      return queries.invalidateQueries({ queryKey: ['journeys'] })
    },
    onError: (error) => message.error(remedy(error, t), 8),
  })
  return () =>
    confirm({
      title: t('journeys.deleteTitle', { name }),
      content: t('journeys.deleteText'),
      okText: t('common.delete'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => mutateAsync().catch(() => undefined),
    })
}
