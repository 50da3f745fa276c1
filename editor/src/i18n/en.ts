import { access } from './en/access.ts'
import { drawing } from './en/drawing.ts'
import { editor } from './en/editor.ts'
import { events } from './en/events.ts'
import { inspector } from './en/inspector.ts'
import { journeys } from './en/journeys.ts'
import { live } from './en/live.ts'
import { messages } from './en/messages.ts'
import { opens } from './en/opens.ts'
import { pages } from './en/pages.ts'
import { period } from './en/period.ts'
import { rules } from './en/rules.ts'
import { setup } from './en/setup.ts'
import { shell } from './en/shell.ts'
import { starts } from './en/starts.ts'
import { together } from './en/together.ts'
import { whyNot } from './en/why-not.ts'

/** Every word of the editor, a file for each part. What a node type says comes with the type. */
export const en = {
  ...access,
  ...drawing,
  ...editor,
  ...inspector,
  ...journeys,
  ...live,
  ...messages,
  ...opens,
  ...pages,
  ...period,
  ...rules,
  ...setup,
  ...events,
  ...shell,
  ...starts,
  ...together,
  ...whyNot,
}
