import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { FileUp, Plus, Search, Workflow } from 'lucide-react'
import { useDeferredValue, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { createJourney, useJourneyRows } from '../api/journeys.ts'
import { begun } from '../editing/begun.ts'
import { FirstStepsPanel } from '../first-steps/first-steps.tsx'
import { Empty } from '../shell/empty.tsx'
import { Failure, remedy } from '../shell/failure.tsx'
import { message } from '../shell/notices.ts'
import { useAddress } from '../shell/use-address.ts'
import { useFileDrop } from '../shell/use-file-drop.ts'
import { JourneyFilters } from './journey-filters.tsx'
import { JourneyTable } from './journey-table.tsx'

/** All journeys of the workspace: the way into each, and the two ways to begin one. */
export function Journeys() {
  const { t } = useTranslation()
  const { read, write } = useAddress()
  const filter = { search: useDeferredValue(read('search').trim()), state: read('state'), family: read('family') }
  const isFiltered = Object.values(filter).some((value) => value !== '')
  const rows = useJourneyRows(filter)
  const begin = useBeginJourney()
  const file = useRef<HTMLInputElement>(null)
  useFileDrop((files) => {
    const [only] = files
    if (files.length > 1) message.warning(t('importing.oneAtATime'), 8)
    else if (only) void begin.importFile(only)
  })
  const journeys = rows.data?.pages.flatMap((page) => page.items) ?? []

  const buttons = (
    <>
      <Button icon={<FileUp size={16} aria-hidden />} onClick={() => file.current?.click()}>
        {t('journeys.import')}
      </Button>
      <Button
        type="primary"
        icon={<Plus size={16} aria-hidden />}
        loading={begin.isPending}
        onClick={() => begin.create()}
      >
        {t('journeys.create')}
      </Button>
    </>
  )
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('journeys.title')}</h1>
        {journeys.length > 0 || isFiltered ? <div className="page-actions">{buttons}</div> : null}
      </div>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t('journeys.import')}
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          event.target.value = ''
          if (chosen) void begin.importFile(chosen)
        }}
      />
      <FirstStepsPanel />
      {rows.isError && journeys.length === 0 ? <Failure error={rows.error} retry={() => void rows.refetch()} /> : null}
      {journeys.length > 0 || isFiltered ? <JourneyFilters read={read} write={write} /> : null}
      {rows.isSuccess && journeys.length === 0 && isFiltered ? (
        <Empty title={t('lists.noJourneyTitle')} text={t('lists.noJourneyText')} icon={<Search aria-hidden />}>
          <Button onClick={() => write({ search: '', state: '', family: '' })}>{t('messages.showAll')}</Button>
        </Empty>
      ) : null}
      {rows.isSuccess && journeys.length === 0 && !isFiltered ? (
        <Empty title={t('journeys.emptyTitle')} text={t('journeys.emptyText')} icon={<Workflow aria-hidden />}>
          <Link to="/templates">{t('lists.fromTemplate')}</Link>
          {buttons}
        </Empty>
      ) : null}
      {journeys.length > 0 ? <JourneyTable journeys={journeys} /> : null}
      {rows.hasNextPage ? (
        <Button className="more" onClick={() => void rows.fetchNextPage()} loading={rows.isFetchingNextPage}>
          {t('common.more')}
        </Button>
      ) : null}
    </div>
  )
}

function useBeginJourney() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { mutate, isPending } = useMutation({
    mutationFn: ({ file }: { file: unknown; empty?: boolean }) => createJourney(file),
    onSuccess: ({ id }, { empty }) => {
      void queries.invalidateQueries({ queryKey: ['journeys'] })
      void navigate(`/journeys/${id}`, empty ? { state: begun } : {})
    },
  })
  return {
    isPending,
    create: () =>
      mutate(
        { file: { name: t('journeys.newName'), nodes: [], edges: [], settings: {} }, empty: true },
        { onError: (error) => message.error(remedy(error, t), 8) },
      ),
    async importFile(file: File) {
      const refuse = (why: string) => message.error(t('journeys.notImported', { file: file.name, why }), 12)
      const { isWrong, readJourneyFile } = await import('../store/journey-file.ts')
      const read = await readJourneyFile(file, i18n.language)
      if (isWrong(read)) refuse(t(`importing.wrong.${read.wrong}`, { at: read.at }))
      else mutate({ file: read }, { onError: (error) => refuse(remedy(error, t)) })
    },
  }
}
