import type { Language } from '@wend/nodes/sdk/issue'

/** The language of ours that an `Accept-Language` header likes best; English where it names none. */
export function languageOf(header: string | undefined): Language {
  let best: { language: Language; weight: number } = { language: 'en', weight: 0 }
  for (const range of (header ?? '').slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';')
    const quality = parameters.map((each) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(each)?.[1]).find(Boolean)
    const weight = quality === undefined ? 1 : Number(quality)
    const primary = tag.split('-')[0]
    const language = primary === 'zh' ? 'zh-CN' : primary === 'en' ? 'en' : undefined
    if (language && weight > best.weight) best = { language, weight }
  }
  return best.language
}
