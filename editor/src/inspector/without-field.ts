/** A problem as it stands at its field: the field's title and help, which stand there too, are said once. */
export function withoutField(message: string, title: string, help: string | undefined): string {
  const untitled = [': ', '：'].reduce(
    (text, colon) => (text.startsWith(title + colon) ? text.slice(title.length + colon.length) : text),
    message,
  )
  return help && untitled.endsWith(help) ? untitled.slice(0, -help.length).trimEnd() || untitled : untitled
}
