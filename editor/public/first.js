const chosen = localStorage.getItem('wend.theme')
const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
document.documentElement.dataset.theme = dark ? 'dark' : 'light'

// What a journey's page will ask for is under way while its code is still being read; `src/api/early.ts` takes it.
const [, journey] = location.pathname.match(/^(\/journeys\/[^/]+)(\/live)?$/) ?? []
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
