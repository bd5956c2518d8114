const LENGTH = 200;
/** Quoted texts and quoted bodies: a statement of somebody else's may carry anything in them. An open quote ends with the text. */
const LITERALS = /(?:\b[eubx]&?)?'(?:[^'\\]|''|\\.)*'?|\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/gi;
const COMMENTS = /\/\*[\s\S]*?(?:\*\/|$)|--[^\n]*/g;
const NUMBERS = /(?<![\w$.])\d[\d.]*/g;

/** A statement to recognise a session by: without the values in it, on one line, cut. */
export function maskQuery(query: string): string {
  const masked = query
    .replace(LITERALS, "'…'")
    .replace(COMMENTS, ' ')
    .replace(NUMBERS, '…')
    .replace(/\s+/g, ' ')
    .trim();
  return masked.length <= LENGTH ? masked : `${masked.slice(0, LENGTH - 1)}…`;
}
