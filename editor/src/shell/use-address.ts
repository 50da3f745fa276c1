import { useSearchParams } from 'react-router'

/** What a list is asked for, kept in the page's address: shared, bookmarked, and there again after going back. */
export function useAddress() {
  const [address, setAddress] = useSearchParams()
  return {
    read: (name: string): string => address.get(name) ?? '',
    /** Empty values leave the address. Typing replaces the entry in the history; a choice is one that Back undoes. */
    write: (values: Record<string, string>, { typing = false } = {}): void =>
      setAddress(
        (now) => {
          const next = new URLSearchParams(now)
          for (const [name, value] of Object.entries(values)) {
            if (value === '') next.delete(name)
            else next.set(name, value)
          }
          return next
        },
        { replace: typing },
      ),
  }
}
