/** Whether keys belong to what has the focus: text fields keep their own. */
export const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable="true"], [role="combobox"]') !== null
