const LEADING_DOC_COMMENT = /^\s*(?:#![^\n]*\n\s*)?\/\*\*(?<body>[\s\S]*?)\*\//;

/** First line of text in the doc comment that a module begins with; empty where there is none. */
export function describeModule(source: string): string {
  const body = LEADING_DOC_COMMENT.exec(source.replaceAll('\r\n', '\n'))?.groups?.body ?? '';
  const lines = body.split('\n').map((line) => line.replace(/^\s*\*?\s*/, '').trim());
  return lines.find((line) => line !== '') ?? '';
}
