import superjson from 'superjson';

export interface StreamRequest {
  readonly url: string;
  readonly cookie: string;
  readonly procedure: string;
  readonly input: unknown;
}

export interface EventStream {
  readonly response: Response;
  /** The next value; undefined once the stream has ended. */
  next(): Promise<unknown>;
  close(): void;
}

/** Subscribes as a browser does, and reads what the procedure yields. */
export async function openEventStream({ url, cookie, procedure, input }: StreamRequest): Promise<EventStream> {
  const ended = new AbortController();
  const response = await fetch(
    `${url}/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`,
    {
      headers: { cookie, accept: 'text/event-stream' },
      signal: ended.signal,
    },
  );
  const values = readValues(response);
  return { response, next: async () => (await values.next()).value, close: () => ended.abort() };
}

/** Events without a name carry values; of the named ones, the protocol's own, an error is thrown with its code. */
async function* readValues(response: Response): AsyncGenerator<unknown> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
    throw new Error(`HTTP ${response.status}`);
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      const name = /^event: (.*)$/m.exec(event)?.[1];
      if (name === 'serialized-error') throw new Error(/"code":"(\w+)"/.exec(data ?? '')?.[1]);
      if (name === undefined && data !== undefined) yield superjson.parse(data);
    }
  }
}
