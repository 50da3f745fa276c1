const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** A text as HTML. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (each) => escapes[each] ?? each)

/** A page for people who are not operators: no script, no style from elsewhere, both languages. `body` is HTML. */
export const plainPage = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
body { font: 17px/1.5 system-ui, "PingFang SC", "Noto Sans SC", sans-serif; max-width: 30rem; margin: 15vh auto; padding: 0 1.5rem }
button { font: inherit; padding: .6rem 1.4rem; border-radius: 8px; border: 1px solid; cursor: pointer }
</style>
<main>
${body}
</main>
</html>
`

/** What a link of a message says that nobody here has signed. */
export const unknownLinkPage = plainPage(
  'Wend',
  `<h1>This link is not valid</h1>
<p>Open it again from the message, and see that it is complete.</p>
<h1 lang="zh-CN">链接无效</h1>
<p lang="zh-CN">请从原消息中重新打开，并确认链接完整。</p>`,
)
