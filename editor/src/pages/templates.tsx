import { useTranslation } from 'react-i18next'
import { families } from '../api/journeys.ts'
import { useNodeTypes } from '../api/node-types.ts'
import { useEventNames } from '../api/seen.ts'
import { useTemplates } from '../api/templates.ts'
import { Failure } from '../shell/failure.tsx'
import { useAddress } from '../shell/use-address.ts'
import { TemplateCard } from '../templates/template-card.tsx'
import '../styles/templates.css'

/** `/templates`: journeys to begin with, by family. */
export function Templates() {
  const { t } = useTranslation()
  const templates = useTemplates()
  const types = useNodeTypes()
  const { data: names } = useEventNames()
  const received = (names ?? []).map(({ name }) => name)
  const { read, write } = useAddress()
  const only = read('family')
  const error = templates.error ?? types.error
  return (
    <div className="page templates">
      <div className="page-head">
        <h1>{t('templates.title')}</h1>
        <fieldset className="filters">
          <legend className="unseen">{t('templates.family')}</legend>
          <button type="button" aria-pressed={only === ''} onClick={() => write({ family: '' })}>
            {t('templates.all')}
          </button>
          {families.map((family) => (
            <button key={family} type="button" aria-pressed={only === family} onClick={() => write({ family })}>
              {t(`templates.families.${family}`)}
            </button>
          ))}
        </fieldset>
      </div>
      <p className="page-intro quiet">{t('templates.intro')}</p>
      {error ? <Failure error={error} retry={() => void Promise.all([templates.refetch(), types.refetch()])} /> : null}
      {templates.data && types.data
        ? families
            .filter((family) => only === '' || only === family)
            .map((family) => (
              <section key={family} className="template-family" aria-label={t(`templates.families.${family}`)}>
                <h2>{t(`templates.families.${family}`)}</h2>
                <p className="quiet">{t(`templates.aims.${family}`)}</p>
                <div className="template-grid">
                  {(templates.data ?? [])
                    .filter((template) => template.family === family)
                    .map((template) => (
                      <TemplateCard
                        key={template.id}
                        template={template}
                        types={types.data ?? new Map()}
                        received={received}
                      />
                    ))}
                </div>
              </section>
            ))
        : null}
    </div>
  )
}
