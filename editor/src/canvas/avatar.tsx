import { initialsOf, toneOf } from '../store/people.ts'

interface AvatarProps {
  id: string
  name: string
  /** What is said of her; by default her name. */
  label?: string
}

/** A colleague as initials. */
export const Avatar = ({ id, name, label = name }: AvatarProps) => (
  <span className="avatar" role="img" aria-label={label} title={label} data-tone={toneOf(id)}>
    {initialsOf(name)}
  </span>
)
