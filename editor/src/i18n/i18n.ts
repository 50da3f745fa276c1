import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import './catalog.ts'

export const languages = ['en', 'zh-CN'] as const
export type Language = (typeof languages)[number]
export const languageNames: Record<Language, string> = { en: 'English', 'zh-CN': '中文' }

/** Each language is a file of its own: nobody waits for words that she does not read. */
const catalogs = {
  en: () => import('./en.ts').then(({ en }) => en),
  'zh-CN': () => import('./zh-CN.ts').then(({ zhCN }) => zhCN),
}

const stored = 'wend.language'

/** The operator's choice, else what the browser prefers. */
function firstLanguage(): Language {
  const chosen = localStorage.getItem(stored)
  if (chosen === 'en' || chosen === 'zh-CN') return chosen
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

export const currentLanguage = (): Language => (i18next.language === 'zh-CN' ? 'zh-CN' : 'en')

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(stored, language)
  if (!i18next.hasResourceBundle(language, 'translation'))
    i18next.addResourceBundle(language, 'translation', await catalogs[language]())
  await i18next.changeLanguage(language)
}

const tell = (language: string) => {
  document.documentElement.lang = language
}

/** Resolves when there are words to show. Both catalogs have every key, so that neither stands in for the other. */
export async function startI18n(): Promise<void> {
  const language = firstLanguage()
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await catalogs[language]() } },
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  tell(currentLanguage())
  i18next.on('languageChanged', tell)
}
