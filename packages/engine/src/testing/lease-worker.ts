/**
 * A team's own program, as simple as can be: leases, writes down what it was given before it does anything, works a few
 * ms, and acks. Ends only when it is killed. Arguments: addresses of the engines (comma-separated), key, use case, file.
 */
import { appendFileSync } from 'node:fs';

const [urls = '', key = '', useCase = '', file = ''] = process.argv.slice(2);
const engines = urls.split(',');

interface Lease {
  readonly jobId: string;
  readonly token: string;
  readonly attempt: number;
}

interface Answer {
  readonly leases?: readonly Lease[];
  readonly results?: readonly { readonly status: string }[];
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What happened, in the order in which this process saw it; `sync` so that a kill loses nothing. */
function note(event: object): void {
  appendFileSync(file, `${JSON.stringify(event)}\n`);
}

/** From whichever engine answers; null where none does. */
async function ask(path: string, body: object): Promise<Answer | null> {
  const url = engines[Math.floor(Math.random() * engines.length)];
  try {
    const answer = await fetch(`${url}/v1/leases${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    });
    return answer.ok ? ((await answer.json()) as Answer) : null;
  } catch {
    return null;
  }
}

async function work({ jobId, token, attempt }: Lease): Promise<void> {
  note({ event: 'start', jobId, token, attempt });
  await pause(Math.random() * 20);
  for (let tried = 0; tried < 4; tried += 1) {
    const answer = await ask('/ack', { leases: [{ jobId, token }] });
    note({ event: 'ack', jobId, token, attempt, status: answer?.results?.[0]?.status ?? 'unknown' });
    if (answer !== null) return;
    await pause(100);
  }
}

for (;;) {
  const answer = await ask('', { useCases: [useCase], count: 5, seconds: 2, waitMs: 2_000 });
  if (answer === null) await pause(100);
  await Promise.all((answer?.leases ?? []).map(work));
}
