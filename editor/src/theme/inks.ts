import type { Category } from '../api/types.ts'

/** The colour of each category's icon, in the light and in the dark. `tokens.css` has the same as `--ink`: a picture cannot read it there. */
export const inks: Record<Category | 'none', readonly [light: string, dark: string]> = {
  enter: ['#15803d', '#4ade80'],
  wait: ['#b45309', '#fbbf24'],
  decide: ['#6d28d9', '#a78bfa'],
  touch: ['#1d4ed8', '#60a5fa'],
  reward: ['#be185d', '#f472b6'],
  data: ['#0f766e', '#2dd4bf'],
  'hand-over': ['#a21caf', '#e879f9'],
  end: ['#475569', '#94a3b8'],
  none: ['#566070', '#a0aab7'],
}
