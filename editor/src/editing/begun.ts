/** What the way into the editor says of a journey that was begun just now. */
export const begun = { begun: true } as const
