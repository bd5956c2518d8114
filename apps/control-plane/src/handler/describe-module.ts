/** What may stand before it: a line for the shell, line comments, imports. */
const DOC_COMMENT = /^(?:#![^\n]*\n)?\s*(?:(?:\/\/[^\n]*\n|import\b[^;]*;)\s*)*\/\*\*(?<body>[\s\S]*?)\*\//;

/** First line of text in the doc comment that a module begins with, after its imports; empty where there is none. */
export function describeModule(source: string): string {
  const body = DOC_COMMENT.exec(source.replaceAll('\r\n', '\n'))?.groups?.body ?? '';
  const lines = body.split('\n').map((line) => line.replace(/^\s*\*?\s*/, '').trim());
  return lines.find((line) => line !== '') ?? '';
}
