import { AckRequest, LeaseRequest } from '@leeway/domain/lease';
import { expect, it } from 'vitest';
import { curlSnippet, leaseCurlSnippet, remoteWorkerSnippet, sdkSnippet } from './snippets.ts';

const input = { submitUrl: 'http://localhost:4100', useCase: 'send-receipt' };

it('names the use case, the address and the key in both', () => {
  for (const snippet of [curlSnippet, sdkSnippet, leaseCurlSnippet, remoteWorkerSnippet].map((make) => make(input))) {
    expect(snippet).toContain('http://localhost:4100');
    expect(snippet).toContain('send-receipt');
    expect(snippet).toContain('LEEWAY_API_KEY');
  }
});

it('puts a freshly minted key in place of the variable', () => {
  expect(curlSnippet({ ...input, apiKey: 'lw_live_x' })).toContain('Bearer lw_live_x"');
  expect(sdkSnippet({ ...input, apiKey: 'lw_live_x' })).toContain("apiKey: 'lw_live_x'");
});

it('sends a body that the submitter accepts', () => {
  const body = /-d '(.*)'/.exec(curlSnippet(input))?.[1] ?? '';
  expect(JSON.parse(body)).toEqual({ jobs: [{ payload: { hello: 'world' } }] });
});

it('leases with a body that the engine accepts, and acks in its form', () => {
  const [lease = '', ack = ''] = [...leaseCurlSnippet(input).matchAll(/-d '(.*)'/g)].map(([, body]) => body);
  expect(LeaseRequest.parse(JSON.parse(lease))).toMatchObject({ useCases: ['send-receipt'], count: 1 });
  const hex = (count: number) => 'a'.repeat(count);
  expect(() =>
    AckRequest.parse(JSON.parse(ack.replace('job_…', `job_${hex(32)}`).replace('lease_…', `lease_${hex(32)}`))),
  ).not.toThrow();
});
