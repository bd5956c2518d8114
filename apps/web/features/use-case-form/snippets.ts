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

/** Lease one job and say that it is done: all that a worker needs. */
export function leaseCurlSnippet({ submitUrl, useCase, apiKey }: SnippetInput): string {
  const headers = [
    `  -H "authorization: Bearer ${apiKey ?? '$LEEWAY_API_KEY'}" \\`,
    `  -H "content-type: application/json" \\`,
  ];
  const lease = JSON.stringify({ useCases: [useCase], count: 1, seconds: 60, waitMs: 20_000 });
  const ack = JSON.stringify({ leases: [{ jobId: 'job_…', token: 'lease_…' }] });
  return [
    `curl -X POST ${submitUrl}/v1/leases \\`,
    ...headers,
    `  -d ${quoted(lease)}`,
    '',
    '# within 60 seconds, with the jobId and token of the answer',
    `curl -X POST ${submitUrl}/v1/leases/ack \\`,
    ...headers,
    `  -d ${quoted(ack)}`,
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

export function remoteWorkerSnippet({ submitUrl, useCase, apiKey }: SnippetInput): string {
  const key = apiKey === undefined ? 'process.env.LEEWAY_API_KEY' : literal(apiKey);
  return `import { createRemoteWorker } from '@leeway/sdk';

const worker = createRemoteWorker({
  url: ${literal(submitUrl)},
  apiKey: ${key},
  useCases: [${literal(useCase)}],
  concurrency: 4,
  handler: async (payload, { signal }) => {
    // what throws is retried
  },
});

// until SIGTERM or SIGINT
await worker.run();
`;
}
