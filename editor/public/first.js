const chosen = localStorage.getItem('wend.theme')
const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
document.documentElement.dataset.theme = dark ? 'dark' : 'light'

const [, journey, live] = location.pathname.match(/^(\/journeys\/[^/]+)(\/live)?$/) ?? []

// What a journey's page will ask for is under way while its code is still being read; `src/api/early.ts` takes it.
const asked = async (path) => {
  const answer = await fetch(path, { signal: AbortSignal.timeout(20_000) })
  // Read to its end now, not when it is taken.
  return new Response(await answer.arrayBuffer(), answer)
}
window.early = new Map(
  journey ? ['/v1/session', '/v1/node-types', `/v1${journey}`].map((path) => [path, asked(path)]) : [],
)
// Who takes one hears that it failed.
for (const answer of window.early.values()) answer.catch(() => {})

// So are the words and the page, which the code before them would ask for only when it runs; `vite.config.ts` names the files.
const language = localStorage.getItem('wend.language') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en')
const files = JSON.parse(document.querySelector('meta[name="ahead"]')?.content || '{}')
for (const file of [...(files[language] ?? []), ...((journey && files[live ? 'live' : 'edit']) ?? [])])
  document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: `/${file}` }))
