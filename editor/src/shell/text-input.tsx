import type { ComponentProps, ReactNode } from 'react'

interface TextInputProps extends ComponentProps<'input'> {
  /** What stands in it before and behind the text. */
  before?: ReactNode
  after?: ReactNode
}

/** A text of the first view: antd's is a large part of it, and its forms come later. */
export const TextInput = ({ before, after, className = '', ...input }: TextInputProps) => (
  <span className={`text-input ${className}`}>
    {before}
    <input type="text" autoComplete="off" spellCheck={false} {...input} />
    {after}
  </span>
)
