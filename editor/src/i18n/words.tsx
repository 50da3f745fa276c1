import type { TFunction } from 'i18next'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useTranslation } from 'react-i18next'

interface Words {
  t: TFunction
  language: string
}

const WordsContext = createContext<Words | undefined>(undefined)

/** Listens for another language once, for all that is drawn inside. */
export function WordsProvider({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  const words = useMemo(() => ({ t, language }), [t, language])
  return <WordsContext value={words}>{children}</WordsContext>
}

/** Words for what is there hundreds of times: asking the library for them was a tenth of what opening a large journey took. */
export function useWords(): Words {
  const words = useContext(WordsContext)
  if (!words) throw new Error('used outside WordsProvider')
  return words
}
