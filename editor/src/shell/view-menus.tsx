import { useQueryClient } from '@tanstack/react-query'
import { Button, Dropdown } from 'antd'
import { Languages, SunMoon, UserRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { signOut, useOperator } from '../api/session.ts'
import { chooseLanguage, currentLanguage, languageNames, languages } from '../i18n/i18n.ts'
import { useTheme } from '../theme/theme.ts'
import { inItsLandmark } from './in-its-landmark.ts'

const appearances = ['light', 'dark', 'system'] as const

/** Language, appearance, and who is signed in. */
export default function ViewMenus() {
  const { t } = useTranslation()
  const { chosen, choose } = useTheme()
  return (
    <div className="view-menu">
      <Dropdown
        trigger={['click']}
        getPopupContainer={inItsLandmark}
        menu={{
          selectable: true,
          selectedKeys: [currentLanguage()],
          items: languages.map((language) => ({
            key: language,
            label: <span lang={language}>{languageNames[language]}</span>,
            onClick: () => void chooseLanguage(language),
          })),
        }}
      >
        <Button
          type="text"
          icon={<Languages size={18} aria-hidden />}
          aria-label={t('menu.language')}
          title={t('menu.language')}
        />
      </Dropdown>
      <Dropdown
        trigger={['click']}
        getPopupContainer={inItsLandmark}
        menu={{
          selectable: true,
          selectedKeys: [chosen],
          items: appearances.map((appearance) => ({
            key: appearance,
            label: t(`menu.${appearance}`),
            onClick: () => choose(appearance),
          })),
        }}
      >
        <Button
          type="text"
          icon={<SunMoon size={18} aria-hidden />}
          aria-label={t('menu.theme')}
          title={t('menu.theme')}
        />
      </Dropdown>
      <Account />
    </div>
  )
}

function Account() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { data } = useOperator()
  if (!data) return null
  const leave = async () => {
    await signOut()
    queries.clear()
    window.location.assign('/')
  }
  const label = t('menu.account', { name: data.operator.name })
  return (
    <Dropdown
      trigger={['click']}
      getPopupContainer={inItsLandmark}
      menu={{
        items: [
          { key: 'who', disabled: true, label: `${data.operator.name} · ${data.workspace.name}` },
          { key: 'out', label: t('menu.signOut'), onClick: () => void leave() },
        ],
      }}
    >
      <Button type="text" icon={<UserRound size={18} aria-hidden />} aria-label={label} title={label} />
    </Dropdown>
  )
}
