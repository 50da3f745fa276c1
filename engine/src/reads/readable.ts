/// <reference lib="es2024.string" />

/** Whether Postgres can hold the text as it is: no NUL and no half of a surrogate pair. */
export const isReadable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()
