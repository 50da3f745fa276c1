/** Something that must not have happened, and how to see it again. */
export interface Finding {
  /** Where: a route, or a part of the fuzz. */
  at: string
  what: string
  seed: number
  /** A command line or the input itself. */
  repeat: string
}

/** Collects findings; of one kind at one place the first is kept and the others are counted. */
export class Findings {
  readonly all: (Finding & { times: number })[] = []

  /** Whether it is new. */
  add(finding: Finding): boolean {
    const kind = ({ at, what }: Finding) => `${at} ${what.slice(0, 60)}`
    const known = this.all.find((each) => kind(each) === kind(finding))
    if (known) known.times += 1
    else {
      this.all.push({ ...finding, times: 1 })
      // At once: a run may be broken off.
      console.log(`\n${finding.at} (seed ${finding.seed}): ${finding.what}\n  ${finding.repeat}\n`)
    }
    return !known
  }
}

export interface Part {
  name: string
  /** Rows of a table; the first is the head. */
  table: string[][]
  findings: Findings
  /** How much was tried, for the closing line. */
  tried: number
}

export interface PartOptions {
  seed: number
  /** How much to try. */
  count: number
  say(progress: string): void
}
