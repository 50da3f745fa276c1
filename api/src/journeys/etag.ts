/** The ETag of a draft at a revision. */
export const etagOf = (revision: number): string => `"${revision}"`

/**
 * The revision that an `If-Match` names: undefined where there is none, 0 (which no draft has) for what is not an ETag
 * of ours. `*` means whatever is there, and so names no draft.
 */
export function revisionOf(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  const digits = /^\s*(?:W\/)?"(\d{1,15})"\s*$/.exec(header)?.[1]
  return digits === undefined ? 0 : Number(digits)
}
