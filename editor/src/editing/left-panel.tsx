import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Palette } from '../canvas/palette.tsx'
import { Outline } from '../outline/outline.tsx'

const stored = 'wend.left-panel'
const tabs = ['palette', 'outline'] as const

/** Beside the canvas: every step there is, or the journey as a tree. Remembers which. */
export function LeftPanel() {
  const { t } = useTranslation()
  const [tab, setTab] = useState(() => (localStorage.getItem(stored) === 'outline' ? 'outline' : 'palette'))
  const open = (chosen: (typeof tabs)[number]) => {
    localStorage.setItem(stored, chosen)
    setTab(chosen)
  }
  return (
    <aside className="left-panel" aria-label={t('leftPanel.label')} data-region="left">
      <div className="tabs" role="tablist" aria-label={t('leftPanel.label')}>
        {tabs.map((one) => (
          <button
            key={one}
            id={`tab-${one}`}
            type="button"
            role="tab"
            aria-selected={one === tab}
            aria-controls="left-panel-content"
            tabIndex={one === tab ? 0 : -1}
            onClick={() => open(one)}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
              const other = one === 'palette' ? 'outline' : 'palette'
              open(other)
              document.getElementById(`tab-${other}`)?.focus()
            }}
          >
            {t(`leftPanel.${one}`)}
          </button>
        ))}
      </div>
      <div id="left-panel-content" className="left-panel-content" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'palette' ? <Palette /> : <Outline />}
      </div>
    </aside>
  )
}
