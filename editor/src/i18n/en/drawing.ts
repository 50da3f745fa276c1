export const drawing = {
  arrange: {
    several: '{{count}} selected',
    left: 'Align left edges',
    centre: 'Align on one middle line',
    distribute: 'Make the gaps equal',
    tidySelection: 'Tidy up what is selected',
    copy: 'Copy',
    duplicate: 'Duplicate',
    delete: 'Delete',
  },
  quick: {
    label: 'Main settings of {{node}}',
    all: 'All settings',
  },
  earliest: {
    day: 'day {{day}}',
    soon: 'after {{time}}',
    hint: 'At the earliest {{time}} after entering',
  },
  notes: {
    add: 'Add a note',
    text: 'Text of the note',
    said: 'Note: {{text}}',
    empty: 'Empty note',
    placeholder: 'Write for your colleagues. Customers never see it.',
    hint: 'Double-click to write',
    title: 'Note',
    about: 'For your colleagues: a note changes nothing of what the journey does.',
    write: 'Write',
    delete: 'Delete this note',
  },
}
