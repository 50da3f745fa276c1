import { createContext, useContext, useEffect, useState } from 'react'
import { now } from '../i18n/now.ts'
import { useAddress } from '../shell/use-address.ts'
import { dayOf, type Period, type PeriodChoice, readPeriod, writePeriod } from './period.ts'

export interface ChosenPeriod {
  /** UTC. */
  today: string
  choice: PeriodChoice
  /** Undefined for all time. */
  period: Period | undefined
  choose(choice: PeriodChoice): void
  chooseDays(period: Period): void
}

/** The period that is watched, kept in the page's address; "the last 7 days" are others tomorrow. */
export function usePeriod(): ChosenPeriod {
  const { read, write } = useAddress()
  const today = useToday()
  return {
    today,
    ...readPeriod(read, today),
    choose: (choice) => write(writePeriod(choice, today)),
    chooseDays: ({ from, to }) => write({ period: '', from, to }, { typing: true }),
  }
}

function useToday(): string {
  const [today, setToday] = useState(() => dayOf(now()))
  useEffect(() => {
    const looking = setInterval(() => setToday(dayOf(now())), 10_000)
    return () => clearInterval(looking)
  }, [])
  return today
}

export const PeriodContext = createContext<ChosenPeriod | undefined>(undefined)

export function useChosenPeriod(): ChosenPeriod {
  const chosen = useContext(PeriodContext)
  if (!chosen) throw new Error('used outside a watched journey')
  return chosen
}
