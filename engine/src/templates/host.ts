/**
 * Whether scheme, host and port of a URL are the author's own words: no template stands in them. An address without any
 * host, `/orders/{{ event.id }}`, has none to stand in.
 */
export function hostIsFixed(source: string): boolean {
  const first = source.search(/\{\{|\{%/)
  if (first < 0) return true
  const before = source.slice(0, first).trimStart()
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^\s/?#\\]+[/?#]/.test(before) || /^(?:\/(?![/\\])|[?#])/.test(before)
}
