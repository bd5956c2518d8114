/**
 * Breaks a document into words and counts them, as a search index needs them: due within seconds.
 *
 * Payload: `{ "documentId": "D-12", "text": "…" }`.
 */
export default async function refreshSearchIndex(payload: unknown): Promise<void> {
  const { documentId, text } = (payload ?? {}) as { documentId?: unknown; text?: unknown };
  if (typeof documentId !== 'string') throw new TypeError('documentId must be a text such as "D-12"');
  if (typeof text !== 'string') throw new TypeError('text must be the words of the document');
  const counts = new Map<string, number>();
  for (const { segment, isWordLike } of WORDS.segment(text.toLowerCase())) {
    if (isWordLike) counts.set(segment, (counts.get(segment) ?? 0) + 1);
  }
}

const WORDS = new Intl.Segmenter('en', { granularity: 'word' });
