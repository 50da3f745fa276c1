import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { makeDemoOf } from '../api/first-steps.ts'
import { remedy } from '../shell/failure.tsx'
import { message } from '../shell/notices.ts'

/** Lets a few demo customers into this journey, and says what they are. They are seen as they come. */
export function MakeSome({ journey }: { journey: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const demo = useMutation({
    mutationFn: () => makeDemoOf(journey),
    onSuccess: ({ customers, entered, unmet }) => {
      const said = t('live.made', { customers, entered })
      if (unmet.length > 0) message.warning(`${said} ${t('live.madeUnmet', { count: unmet.length })}`, 8)
      else message.success(said, 6)
      return queries.invalidateQueries()
    },
    onError: (error) => message.error(remedy(error, t), 8),
  })
  return (
    <>
      <Button loading={demo.isPending} onClick={() => demo.mutate()}>
        {t('live.makeSome')}
      </Button>
      <span className="make-some-text">{t('live.makeSomeText')}</span>
    </>
  )
}
