declare global {
  interface Window {
    /** Answers by path: what `public/first.js` asked for before the editor's code was there. */
    early?: Map<string, Promise<Response>>
  }
}

/** The answer to a question that was asked before, once; undefined where it was not, or where it is worth asking again. */
export async function takeEarly({ method, url }: Request): Promise<Response | undefined> {
  const { pathname, search } = new URL(url)
  const path = `${pathname}${search}`
  const asked = method === 'GET' ? window.early?.get(path) : undefined
  window.early?.delete(path)
  const answer = await asked?.catch(() => undefined)
  return answer && (answer.ok || answer.status === 401) ? answer : undefined
}
