interface CustomerNameProps {
  id: string
  /** What people call her, where that is known. */
  name: string | null | undefined
}

/** A customer by her name with the id beside it; by the id alone where no name is known. */
export function CustomerName({ id, name }: CustomerNameProps) {
  if (!name || name === id) return <b>{id}</b>
  return (
    <>
      <b>{name}</b> <span className="quiet customer-id">{id}</span>
    </>
  )
}
