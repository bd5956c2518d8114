export interface SnippetInput {
  /** Where programs reach the tier. */
  readonly submitUrl: string;
  readonly useCase: string;
  /** The key where it may be shown; else the name of the variable that holds it. */
  readonly apiKey?: string | undefined;
}

/** Single quotes end a shell string; names cannot hold them, a payload might. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

export function curlSnippet({ submitUrl, useCase, apiKey }: SnippetInput): string {
  const body = JSON.stringify({ jobs: [{ payload: { hello: 'world' } }] });
  return [
    `curl -X POST ${submitUrl}/v1/use-cases/${encodeURIComponent(useCase)}/jobs \\`,
    `  -H "authorization: Bearer ${apiKey ?? '$LEEWAY_API_KEY'}" \\`,
    `  -H "content-type: application/json" \\`,
    `  -d ${quoted(body)}`,
  ].join('\n');
}

/** A TypeScript text literal. */
const literal = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

export function sdkSnippet({ submitUrl, useCase, apiKey }: SnippetInput): string {
  const key = apiKey === undefined ? 'process.env.LEEWAY_API_KEY' : literal(apiKey);
  return `import { createLeeway } from '@leeway/sdk';

const leeway = createLeeway({
  url: ${literal(submitUrl)},
  apiKey: ${key},
});

const job = await leeway.submit(
  ${literal(useCase)},
  { hello: 'world' },
);
console.log(job.id, job.deadlineAt);
`;
}
