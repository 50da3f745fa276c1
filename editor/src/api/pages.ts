/** How a list goes on from page to page, by cursor. */
export const first: string | undefined = undefined
export const from = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor })
export const onward = (page: { next: string | null }) => page.next ?? undefined
