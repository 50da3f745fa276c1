import type { Catalog } from './catalog.ts'
import { access } from './zh-CN/access.ts'
import { drawing } from './zh-CN/drawing.ts'
import { editor } from './zh-CN/editor.ts'
import { events } from './zh-CN/events.ts'
import { inspector } from './zh-CN/inspector.ts'
import { journeys } from './zh-CN/journeys.ts'
import { live } from './zh-CN/live.ts'
import { messages } from './zh-CN/messages.ts'
import { opens } from './zh-CN/opens.ts'
import { pages } from './zh-CN/pages.ts'
import { period } from './zh-CN/period.ts'
import { rules } from './zh-CN/rules.ts'
import { setup } from './zh-CN/setup.ts'
import { shell } from './zh-CN/shell.ts'
import { starts } from './zh-CN/starts.ts'
import { together } from './zh-CN/together.ts'
import { whyNot } from './zh-CN/why-not.ts'

export const zhCN: Catalog = {
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
