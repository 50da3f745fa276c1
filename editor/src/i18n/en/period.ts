export const period = {
  period: {
    label: 'Period',
    choices: { all: 'All time', today: 'Today', '7d': 'Last 7 days', '30d': 'Last 30 days', days: 'Between two days' },
    from: 'First day',
    to: 'Last day',
    said: '{{days}} (UTC)',
    utc: 'Days begin and end at midnight in UTC.',
    wrong: 'The last day must not lie before the first, nor {{count}} days or more after it.',
    now: '“Inside now” and “here” are always of this moment',
    emptyTitle: 'Nothing happened in these days',
    emptyText: 'Nobody entered, moved on or ended. Choose other days, or all time.',
    failures: 'Steps that failed',
  },
}
