const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether Postgres would read it as a uuid in the usual form. */
export const isUuid = (text: string): boolean => pattern.test(text)
