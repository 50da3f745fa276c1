/** The mark: one way from one point to the next. */
export const Logo = () => (
  <svg className="logo" viewBox="0 0 24 24" aria-hidden="true">
    <circle cx="6" cy="4.5" r="2.5" />
    <circle cx="18" cy="19.5" r="2.5" />
    <path d="M6 7v3a4 4 0 0 0 4 4h4a4 4 0 0 1 4 3" />
  </svg>
)
