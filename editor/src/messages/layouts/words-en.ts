/** What the layouts say to customers, until their author says it in her words. */
export const en = {
  hello: 'Hello {{ customer.name | default: "there" }},',
  sender: '{{ workspace.name }}',
  regards: 'Warm regards,',
  subjects: {
    letter: 'A few words for you, {{ customer.name | default: "friend" }}',
    announcement: 'Something new is here',
    cart: 'You left something behind',
    voucher: 'A thank-you for {{ customer.name | default: "you" }}',
    question: 'How did we do?',
    newsletter: 'What is new this month',
  },
  letter: {
    opening: 'Thank you for being with us. Here is what you came for, in two or three sentences.',
    second: 'Just answer this e-mail if anything is unclear. A person reads it.',
  },
  announcement: {
    heading: 'Something new is here',
    text: 'Say in one or two sentences what it is, and what gets better by it.',
    button: 'Have a look',
  },
  cart: {
    heading: 'You left something behind',
    text: 'Your basket is still there, just as you left it.',
    product: '{{ entry.product | default: "Your chosen item" }}',
    about: 'Kept for you. It takes a minute to finish.',
    button: 'Back to my basket',
  },
  voucher: {
    heading: 'This one is on us',
    text: 'A small thank-you for shopping with us. Enter the code when you pay.',
    amount: '10% off',
    code: 'THANKS10',
    until: 'Valid for 14 days, once per person.',
    button: 'Use it now',
  },
  question: {
    heading: 'How did we do?',
    text: 'One click is enough. Your answer helps us do better next time.',
    good: 'It was great',
    fair: 'It was all right',
    bad: 'Not so good',
  },
  newsletter: {
    heading: 'What is new this month',
    text: 'Two things that are worth a minute.',
    parts: [
      { heading: 'The first story', text: 'What happened, and why it matters to your readers.', button: 'Read on' },
      { heading: 'The second story', text: 'What happened, and why it matters to your readers.', button: 'See more' },
    ],
  },
}

export type LayoutWords = typeof en
