import type { Command, CommandName, Family } from '../commands/command.ts'
import type { Journey } from './journey.ts'

/** One undo step: the document on the step's other side with what it is for, and what the step was. */
export interface Step {
  name: CommandName
  paths: readonly string[]
  journey: Journey
  family: Family | undefined
}

/** The document and the ways back and forth. Whole documents: they share what did not change. */
export interface History {
  journey: Journey
  /** What the steps taken say that it is for; undefined where none does. */
  family: Family | undefined
  past: readonly Step[]
  future: readonly Step[]
  /** The key that the next command may join; none once a field was left or a step undone. */
  open: string | undefined
}

export const maxSteps = 200

export const begin = (journey: Journey): History => ({
  journey,
  family: undefined,
  past: [],
  future: [],
  open: undefined,
})

/** Applies a command as a new step, or as part of the last one. A command that changes nothing is no step. */
export function record(history: History, command: Command): History {
  const journey = command.apply(history.journey)
  if (journey === history.journey) return history
  const joins = command.key !== undefined && command.key === history.open && history.past.length > 0
  const step = { name: command.name, paths: command.paths, journey: history.journey, family: history.family }
  return {
    journey,
    family: command.family ?? history.family,
    past: joins ? history.past : [...history.past, step].slice(-maxSteps),
    future: [],
    open: command.key,
  }
}

export function undo(history: History): History {
  const step = history.past.at(-1)
  if (!step) return history
  return {
    journey: step.journey,
    family: step.family,
    past: history.past.slice(0, -1),
    future: [{ ...step, journey: history.journey, family: history.family }, ...history.future],
    open: undefined,
  }
}

export function redo(history: History): History {
  const [step, ...future] = history.future
  if (!step) return history
  return {
    journey: step.journey,
    family: step.family,
    past: [...history.past, { ...step, journey: history.journey, family: history.family }],
    future,
    open: undefined,
  }
}

/** Ends the step that typing was joining. */
export const seal = (history: History): History =>
  history.open === undefined ? history : { ...history, open: undefined }

/** Brings a colleague's changes under every step, so that undoing mine does not undo theirs. */
export const rebase = (history: History, onto: (journey: Journey) => Journey): History => ({
  ...history,
  journey: onto(history.journey),
  past: history.past.map((step) => ({ ...step, journey: onto(step.journey) })),
  future: history.future.map((step) => ({ ...step, journey: onto(step.journey) })),
  open: undefined,
})
