import { useTranslation } from 'react-i18next'
import { useWorkspace } from '../api/settings.ts'
import { Channels } from '../settings/channels.tsx'
import { General } from '../settings/general.tsx'
import { Keys } from '../settings/keys.tsx'
import { Secrets } from '../settings/secrets.tsx'
import { Failure } from '../shell/failure.tsx'
import '../styles/settings.css'

/** `/settings`: the workspace, how messages leave it, and what opens it. */
export function Settings() {
  const { t } = useTranslation()
  const { data, error, refetch } = useWorkspace()
  return (
    <div className="page settings">
      <div className="page-head">
        <h1>{t('setup.title')}</h1>
      </div>
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : null}
      {data ? (
        <>
          <General workspace={data} />
          <Channels workspace={data} />
        </>
      ) : null}
      <Keys />
      <Secrets />
    </div>
  )
}
