/** Whether a value's JSON is larger than so many bytes. What is surely smaller is not written to be measured. */
export const isLargerThan = (value: unknown, bytes: number): boolean =>
  mostJsonBytes(value) > bytes && Buffer.byteLength(JSON.stringify(value)) > bytes

/** More bytes than a value's JSON ever needs: six for each unit of text. */
export function mostJsonBytes(value: unknown): number {
  if (typeof value === 'string') return value.length * 6 + 3
  if (typeof value !== 'object' || value === null) return 26
  let bytes = 3
  for (const [key, member] of Object.entries(value)) bytes += key.length * 6 + 4 + mostJsonBytes(member)
  return bytes
}
