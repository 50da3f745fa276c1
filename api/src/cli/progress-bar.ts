const width = 30
const quietMs = 10_000

/**
 * Draws how far something is: a bar on a terminal, now and then a line elsewhere. What is more than was expected raises what is
 * expected.
 */
export function progressBar(
  expected: number,
  out: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>,
): { at(count: number, label: string): void; end(): void } {
  let saidMs = Date.now()
  let drawn = false
  return {
    at(count, label) {
      const everyMs = out.isTTY ? 100 : quietMs
      const total = Math.max(expected, count)
      if (count !== expected && Date.now() - saidMs < everyMs) return
      saidMs = Date.now()
      const share = total ? count / total : 1
      const full = Math.round(share * width)
      const text = `[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${Math.floor(share * 100)} %  ${count}/${total}  ${label}`
      out.write(out.isTTY ? `\r${text}` : `${text}\n`)
      drawn = out.isTTY
    },
    end() {
      if (drawn) out.write('\n')
    },
  }
}
