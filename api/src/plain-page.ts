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
