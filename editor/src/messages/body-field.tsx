import { Button } from 'antd'
import { LayoutTemplate } from 'lucide-react'
import { lazy, Suspense, use, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StartFromLayout } from './start-from-layout.ts'
import { TemplateField, type TemplateFieldProps } from './template-field.tsx'

const TextsField = lazy(() => import('./texts/texts-field.tsx'))

/** The HTML of a message: its texts as plain fields for who writes, its code for who builds. */
export function BodyField(props: TemplateFieldProps) {
  const { t } = useTranslation()
  const { id, label, value, secrets, disabled, onChange } = props
  const start = use(StartFromLayout)
  const isEmpty = value.trim() === ''
  // What is begun as code stays code: nothing is taken from under who types.
  const [view, setView] = useState<'texts' | 'code'>(isEmpty ? 'code' : 'texts')
  const code = <TemplateField {...props} />
  return (
    <div className="body-field">
      <div className="body-tools">
        {isEmpty ? null : (
          <fieldset className="filters">
            <legend className="unseen">{t('messages.texts.view', { field: label })}</legend>
            {(['texts', 'code'] as const).map((one) => (
              <button key={one} type="button" aria-pressed={view === one} onClick={() => setView(one)}>
                {t(one === 'texts' ? 'messages.texts.asTexts' : 'messages.texts.asCode')}
              </button>
            ))}
          </fieldset>
        )}
        {start ? (
          <Button
            type={isEmpty ? 'primary' : 'default'}
            size={isEmpty ? 'middle' : 'small'}
            disabled={disabled}
            icon={<LayoutTemplate size={14} aria-hidden />}
            onClick={() => start(() => setView('texts'))}
          >
            {t('messages.layouts.start')}
          </Button>
        ) : null}
      </div>
      {view === 'texts' && !isEmpty ? (
        <fieldset className="body-texts-all" id={id} aria-label={label}>
          <Suspense fallback={<div className="body-loading" />}>
            <TextsField body={value} secrets={secrets} disabled={disabled} onChange={onChange} otherwise={code} />
          </Suspense>
        </fieldset>
      ) : (
        code
      )}
    </div>
  )
}
