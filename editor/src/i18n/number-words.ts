/** What each number of a step is called. */
export const numberWords = {
  here: 'live.here',
  passed: 'live.passed',
  failed: 'live.failed',
  blocked: 'live.blocked',
  delivered: 'live.delivered',
  inDoubt: 'live.inDoubt',
  opened: 'opens.opened',
  clicked: 'opens.clicked',
} as const
