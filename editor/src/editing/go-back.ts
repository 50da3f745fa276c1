/** Takes the keyboard back to the step that was worked on: to its card, or to its line where there is no canvas. */
export function goBack(node: string | undefined): void {
  const places = [
    ...(node === undefined ? [] : [`[data-card="${CSS.escape(node)}"]`, `[data-row="${CSS.escape(`step ${node}`)}"]`]),
    '.canvas',
    '.outline [tabindex="0"]',
  ]
  const found = places.flatMap((place) => document.querySelector<HTMLElement>(place) ?? [])
  found[0]?.focus()
}
