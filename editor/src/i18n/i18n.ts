import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import './catalog.ts'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

export const languages = ['en', 'zh-CN'] as const
export type Language = (typeof languages)[number]
export const languageNames: Record<Language, string> = { en: 'English', 'zh-CN': '中文' }

const stored = 'wend.language'

/** The operator's choice, else what the browser prefers. */
function firstLanguage(): Language {
  const chosen = localStorage.getItem(stored)
  if (chosen === 'en' || chosen === 'zh-CN') return chosen
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

export const currentLanguage = (): Language => (i18next.language === 'zh-CN' ? 'zh-CN' : 'en')

export function chooseLanguage(language: Language): void {
  localStorage.setItem(stored, language)
  void i18next.changeLanguage(language)
}

const tell = (language: string) => {
  document.documentElement.lang = language
}

export function startI18n(): void {
  void i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  tell(currentLanguage())
  i18next.on('languageChanged', tell)
}
