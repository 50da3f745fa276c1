import { type ThemeConfig, theme } from 'antd'
import { create } from 'zustand'

export type Appearance = 'light' | 'dark' | 'system'

const stored = 'wend.theme'
const darkRoom = window.matchMedia('(prefers-color-scheme: dark)')
const isDark = (chosen: Appearance) => chosen === 'dark' || (chosen === 'system' && darkRoom.matches)

function firstChoice(): Appearance {
  const chosen = localStorage.getItem(stored)
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

interface ThemeState {
  chosen: Appearance
  dark: boolean
  choose(appearance: Appearance): void
}

/** Light, dark or the system's; `public/first.js` has set the first one before anything was painted. */
export const useTheme = create<ThemeState>((set) => ({
  chosen: firstChoice(),
  dark: isDark(firstChoice()),
  choose(chosen) {
    localStorage.setItem(stored, chosen)
    set({ chosen, dark: isDark(chosen) })
  },
}))

darkRoom.addEventListener('change', () => useTheme.setState(({ chosen }) => ({ dark: isDark(chosen) })))
useTheme.subscribe(({ dark }) => {
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})

const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"

// No motion: a dialog that still grows as it is pressed loses the press.
const shared = { fontFamily, borderRadius: 8, fontSize: 14, wireframe: false, motion: false }

/** Always an object: going from undefined to one remounts everything. Blue and red are dark enough to read. */
export const antdTheme = (dark: boolean): ThemeConfig => ({
  algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
  token: dark
    ? {
        ...shared,
        colorPrimary: '#3b82f6',
        colorError: '#f97066',
        colorBgContainer: '#1c2128',
        colorBgElevated: '#222831',
        colorBorder: '#414a57',
        colorLink: '#79a8ff',
        colorTextBase: '#e6e9ee',
        colorBgLayout: '#14171c',
        colorTextPlaceholder: '#929ca8',
      }
    : {
        ...shared,
        colorPrimary: '#1d4ed8',
        colorError: '#b42318',
        colorLink: '#1d4ed8',
        colorTextPlaceholder: '#667080',
      },
  components: dark
    ? {
        Dropdown: { colorPrimary: '#79a8ff', colorError: '#f97066', controlItemBgActive: '#1d2b47' },
        Button: { colorPrimary: '#2563eb', colorError: '#f97066', primaryShadow: 'none', defaultShadow: 'none' },
      }
    : { Button: { primaryShadow: 'none', defaultShadow: 'none' } },
})
