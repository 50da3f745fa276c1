/** Says one line to whoever started us. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Does something, with a line where it takes over a second, and another when it is done. */
export async function progress<T>(doing: string, work: (report: (doing: string) => void) => Promise<T>): Promise<T> {
  const began = Date.now()
  let said = false
  let now = doing
  const report = (next: string) => {
    now = next
    said = true
    say(`${now} …`)
  }
  const soon = setTimeout(() => report(now), 1_000)
  const often = setInterval(() => say(`${now} … ${Math.round((Date.now() - began) / 1000)} s`), 15_000)
  try {
    const result = await work(report)
    if (said) say(`${doing}: done in ${((Date.now() - began) / 1000).toFixed(1)} s.`)
    return result
  } finally {
    clearTimeout(soon)
    clearInterval(often)
  }
}
