import { Activity, LayoutTemplate, Send, Settings, UsersRound, Workflow } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, Outlet, useMatch } from 'react-router'
import { firstViewSeen } from './first-view.ts'
import { Logo } from './logo.tsx'
import { ViewMenu } from './view-menu.tsx'
import '../styles/pages.css'

const places = [
  { to: '/journeys', word: 'journeys', Icon: Workflow },
  { to: '/templates', word: 'templates', Icon: LayoutTemplate },
  { to: '/customers', word: 'customers', Icon: UsersRound },
  { to: '/events', word: 'events', Icon: Activity },
  { to: '/outbox', word: 'outbox', Icon: Send },
  { to: '/settings', word: 'settings', Icon: Settings },
] as const

/** The frame of every page but the canvas. */
export function Shell() {
  const { t } = useTranslation()
  useEffect(firstViewSeen, [])
  // What was rejected is a part of events.
  const isRejected = useMatch('/rejected') !== null
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('nav.skip')}
      </a>
      <header className="shell-bar">
        <span className="brand">
          <Logo />
          <span className="brand-name">Wend</span>
        </span>
        <nav aria-label={t('nav.label')}>
          {places.map(({ to, word, Icon }) => (
            <NavLink
              key={to}
              to={to}
              title={t(`nav.${word}`)}
              className={({ isActive }) => (isActive || (isRejected && to === '/events') ? 'active' : '')}
            >
              <Icon size={16} aria-hidden />
              <span>{t(`nav.${word}`)}</span>
            </NavLink>
          ))}
        </nav>
        <ViewMenu />
      </header>
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}
