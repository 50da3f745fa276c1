import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A block of code on a page: what kind, for which file, and what is in it. */
interface Block {
  kind: string | undefined
  file: string | undefined
  text: string
}

export const blocksOf = (markdown: string): Block[] =>
  [...markdown.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, kind, file, text = '']) => ({
    kind,
    file,
    text,
  }))

/** Does to the files below a folder what the blocks say that name one: writes it, or adds a difference's lines to it. */
export async function write(blocks: readonly Block[], folder: string): Promise<void> {
  for (const { kind, file, text } of blocks) {
    if (!file) continue
    const path = join(folder, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, kind === 'diff' ? patched(await readFile(path, 'utf8'), text) : text)
  }
}

/** Puts each added line behind the line before it. */
function patched(source: string, diff: string): string {
  const lines = source.split('\n')
  let at = -1
  for (const line of diff.trimEnd().split('\n')) {
    if (line.startsWith('+')) {
      lines.splice(at + 1, 0, line.slice(1))
      at += 1
    } else {
      at = lines.indexOf(line.slice(1))
      if (at < 0) throw new Error(`the page speaks of a line that is not there: ${line}`)
    }
  }
  return lines.join('\n')
}
