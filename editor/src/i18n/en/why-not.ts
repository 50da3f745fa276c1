export const whyNot = {
  whyNot: {
    ask: 'Somebody missing?',
    askText: 'Name a customer who is not here, and be told why she did not enter',
    title: 'Why somebody did not enter',
    intro: 'Name a customer. The rules that let customers in are asked once more about her.',
    askAbout: 'Ask about “{{id}}”',
    or: ' or ',
    said: {
      'no-customer': {
        title: 'Nobody is known by “{{id}}”',
        text: 'No event and no attributes have come under this id. It counts to the letter, capitals too. What could not be taken was set aside.',
      },
      draft: {
        title: 'This journey is not published',
        text: 'Nobody enters a draft, and what she did before does not count afterwards. Publish it: from then on events count.',
      },
      inside: { title: 'She is in it now', text: 'Nothing is the matter: she is on her way through this journey.' },
      'by-api': {
        title: 'No event lets customers into this journey',
        text: 'They enter as your own software asks for it by API. It is told at once why somebody may not; what it was told is not kept here.',
      },
      'never-sent': {
        title: 'She never sent {{events}}',
        text: 'That is what lets customers in. The name of an event counts to the letter, capitals too.',
      },
      entered: {
        title: 'She did enter, and has left again',
        text: 'By {{event}} of {{at}}, the newest that she sent.',
      },
      'not-published': {
        title: 'It came before this journey was published',
        text: 'She sent {{event}} at {{at}}. What was done before does not count afterwards; the next one does.',
      },
      'was-paused': {
        title: 'It came while this journey was paused',
        text: 'She sent {{event}} at {{at}}; it was paused since {{since}}. Nobody enters a paused journey, and resuming does not make up for it.',
      },
      'was-stopped': {
        title: 'It came while this journey was stopped',
        text: 'She sent {{event}} at {{at}}; it was stopped since {{since}}.',
      },
      'version-forgotten': {
        title: 'How it was decided then is not known any more',
        text: 'She sent {{event}} at {{at}}, when version {{version}} was live. A version by which nobody goes any more is not kept whole.',
      },
      'rules-gone': {
        title: 'How it was decided is not known any more',
        text: 'This journey was stopped some time ago, and nobody goes by its version any more: its rules are not kept.',
      },
      imported: {
        title: 'Her event was imported',
        text: 'She did {{event}} at {{at}}, and it was imported later. Imported events count in conditions, but let nobody in.',
      },
      late: {
        title: 'Her event came more than a day late',
        text: 'She did {{event}} at {{at}}, and it arrived at {{received}}. What is older than 24 hours as it arrives lets nobody in.',
      },
      'too-many-hops': {
        title: 'Her event came from journeys, one behind the other',
        text: 'More than ten journeys stand behind {{event}} of {{at}}. Such an event lets nobody in, so that journeys never go round in circles.',
      },
      'other-entry': {
        title: 'Another event let customers in then',
        text: 'She sent {{event}} at {{at}}, when version {{version}} was live. That version did not begin with it.',
      },
      rule: {
        title: 'The conditions of the entry did not hold',
        text: 'She sent {{event}} at {{at}}. Each condition, and what was found:',
      },
      'no-key': {
        title: 'Her event says no {{key}}',
        text: 'Every {{key}} lets a customer in once, so {{event}} of {{at}} lets nobody in without one. See how it is sent.',
      },
      'entered-before': {
        title: 'She was in it before, and nobody enters twice',
        text: 'So it says in the settings of this journey. She sent {{event}} again at {{at}}.',
      },
      repeated: {
        title: 'She entered for this {{key}} already',
        text: 'Every {{key}} lets a customer in once. She sent {{event}} with the same one at {{at}}.',
      },
      'already-inside': {
        title: 'She was still in it as her event came',
        text: 'She sent {{event}} at {{at}}. Nobody is in this journey twice at once; one that comes after the end counts.',
      },
      'too-soon': {
        title: 'It is too soon: she may enter again from {{until}}',
        text: 'The settings of this journey keep a time between two entries. She sent {{event}} at {{at}}.',
      },
      'was-otherwise': {
        title: 'By what is known of her today, she would have entered',
        text: 'She sent {{event}} at {{at}}. Her attributes were probably others then; those of the past are not kept.',
      },
      nothing: {
        title: 'Nothing that is still known stands against it',
        text: 'She sent {{event}} at {{at}}, and by all that is kept it lets her in. Look again in a moment.',
      },
    },
    byToday: 'Attributes are those of today: what they were then is not kept.',
    conditions: 'Conditions of the entry',
    held: 'Held: ',
    heldNot: 'Did not hold: ',
    found: 'found: {{value}}',
    foundNothing: 'found: nothing',
    anonymous: 'A browser of hers sent {{event}} before she was known; it counts as a customer of its own:',
    near: 'She did send “{{name}}”, which is another event to a journey.',
    sentInstead: 'What she sent lately',
    sentNothing: 'Nothing that she did has arrived yet.',
    times_one: '{{count}} time',
    times_other: '{{count}} times',
    alsoByApi:
      'Customers may be let in by API, too. What came of such a request was told to who asked and is not kept here.',
    entered: 'Entered',
    left: 'Left',
    standsAt: 'Is at',
    closed: {
      paused: 'The journey is paused now: nobody enters until it is resumed.',
      stopped: 'The journey is stopped now: nobody enters until it is published again.',
    },
    timeline: 'Everything she did',
    rejected: 'Events that were rejected',
    notIn: 'Missing from a journey?',
    notInText: 'Why she is not in',
  },
}
