import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type KeyKind, makeKey } from '../api/settings.ts'
import { remedy } from '../shell/failure.tsx'
import { message } from '../shell/notices.ts'

const ways = ['curl', 'script'] as const
type Way = (typeof ways)[number]
/** A page shows its key to everybody, so it gets one that may write less. */
const kinds: Record<Way, KeyKind> = { curl: 'write-server', script: 'write-browser' }

const placeholder = 'WRITE_KEY'

const snippets: Record<Way, (key: string, event: string) => string> = {
  curl: (key, event) => `curl ${window.location.origin}/v1/track -u ${key}: \\
  -H 'Content-Type: application/json' \\
  -d '${`{"userId": "ada", "event": ${JSON.stringify(event)}, "properties": {"value": 30}}`.replaceAll("'", "'\\''")}'`,
  script: (key, event) => `fetch('${window.location.origin}/v1/track', {
  method: 'POST',
  body: JSON.stringify({
    writeKey: '${key}',
    anonymousId: 'visitor-1',
    event: ${JSON.stringify(event)},
    properties: { value: 30 },
  }),
})`,
}

/** How an event is sent, with a key that works: keys are kept as hashes only, so one is made when it is asked for. */
export function SendEvent({ event = 'add_to_cart', some }: { event?: string; some?: ReactNode }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [way, setWay] = useState<Way>('curl')
  const [keys, setKeys] = useState<Partial<Record<Way, string>>>({})
  const make = useMutation({
    mutationFn: () => makeKey(kinds[way], t('firstSteps.keyName')),
    onSuccess: ({ key }) => {
      setKeys((now) => ({ ...now, [way]: key }))
      return queries.invalidateQueries({ queryKey: ['keys'] })
    },
    onError: (error) => message.error(remedy(error, t), 8),
  })
  const key = keys[way]
  return (
    <div className="send-event">
      <fieldset className="filters">
        <legend className="unseen">{t('firstSteps.way')}</legend>
        {ways.map((one) => (
          <button key={one} type="button" aria-pressed={way === one} onClick={() => setWay(one)}>
            {one === 'curl' ? 'curl' : 'JavaScript'}
          </button>
        ))}
      </fieldset>
      <pre className="code-block">{snippets[way](key ?? placeholder, event)}</pre>
      <div className="step-actions">
        {key === undefined ? (
          <Button loading={make.isPending} onClick={() => make.mutate()}>
            {t('firstSteps.makeKey')}
          </Button>
        ) : (
          <span className="quiet" role="status">
            {t('firstSteps.keyMade')}
          </span>
        )}
        {some}
      </div>
    </div>
  )
}
