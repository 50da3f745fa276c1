/** Whether objects and lists are nested more than so many levels deep. Not recursive: it guards what is. */
export function isDeeper(value: unknown, levels: number): boolean {
  const open: { value: unknown; level: number }[] = [{ value, level: 1 }]
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue
    if (next.level > levels) return true
    for (const inner of Object.values(next.value)) open.push({ value: inner, level: next.level + 1 })
  }
  return false
}

/** A key as it stands in a JSON pointer. */
export const pointerKey = (key: string | number): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1')
