/** One thing measured: what we do beside what a yardstick does, in the same run. */
export interface Line {
  what: string
  unit: string
  /** One value a round. */
  ours: number[]
  /** The yardstick's, round by round; absent where only counts are told. */
  yardstick?: number[]
  /** Ours to the yardstick's, round by round; such that the bound reads as in `proof.md`. */
  ratio?: number[]
  /** What the median of the ratio, or of ours where there is none, has to keep. Absent: shown only. */
  bound?: { atLeast: number } | { atMost: number }
}

export interface RowResult {
  /** How much was done: rounds, customers, events. */
  sizes: Record<string, number>
  lines: Line[]
  /** What a reader has to know to believe it. */
  notes?: string[]
}

export interface RowOptions {
  /** A minute's look: small sizes, few rounds; bounds are shown and not judged. */
  quick: boolean
  /** The sizes of `proof.md` where they take longer than the default. */
  full: boolean
  /** Hears how far it is. */
  say(progress: string): void
}

/** A row of the bench. */
export interface Row {
  name: string
  /** One sentence: what is done, and against what. */
  what: string
  run(options: RowOptions): Promise<RowResult>
}
