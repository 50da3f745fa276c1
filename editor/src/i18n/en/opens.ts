export const opens = {
  opens: {
    opened: 'opened',
    clicked: 'clicked',
    openedAt: 'opened {{time}}',
    clickedAt: 'clicked {{time}}',
    openedFact: 'Opened',
    clickedFact: 'Clicked',
    track: 'Track opens and clicks',
    trackHelp:
      'Links in e-mails lead by way of {{url}}, and an image at their end tells that they were opened: Live counts both, and conditions may ask for them. Turned off, nothing more is recorded; links that were sent go on working.',
  },
}
