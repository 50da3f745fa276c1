/** So long after it was asked for, what can wait for the first view comes in any case: should nobody say that it was seen. */
const patienceMs = 5000

let tell: () => void = () => undefined
const seen = new Promise<void>((resolve) => {
  tell = resolve
})
let isWaiting = false

/** What is drawn first was painted. */
export const firstViewSeen = (): void => void requestAnimationFrame(() => requestAnimationFrame(() => tell()))

/** For what would only delay the first view: forms, menus. Resolves at once from then on. */
export function afterFirstView(): Promise<void> {
  if (!isWaiting) {
    isWaiting = true
    setTimeout(tell, patienceMs)
  }
  return seen
}
