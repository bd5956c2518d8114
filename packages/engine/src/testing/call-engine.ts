export interface EngineAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & { readonly errors?: readonly { readonly field: string }[] };
}

export type CallEngine = (method: 'GET' | 'POST', address: string, body?: unknown) => Promise<EngineAnswer>;

/** Calls an engine as a program with a key does. */
export function callerOf(url: string, key: string): CallEngine {
  return async (method, address, body) => {
    const hasBody = body !== undefined;
    const headers = { authorization: `Bearer ${key}`, ...(hasBody ? { 'content-type': 'application/json' } : {}) };
    const answer = await fetch(url + address, { method, headers, ...(hasBody ? { body: JSON.stringify(body) } : {}) });
    return {
      status: answer.status,
      headers: answer.headers,
      body: (await answer.json()) as EngineAnswer['body'],
    };
  };
}
