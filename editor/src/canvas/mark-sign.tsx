import type { Mark } from '../store/compare.ts'

const signs = { added: '+', removed: '−', changed: '~' }

/** What became of something: a sign, never its colour alone. */
export const MarkSign = ({ mark }: { mark: Mark }) => (
  <span className="mark" data-sign={mark} aria-hidden="true">
    {signs[mark]}
  </span>
)
