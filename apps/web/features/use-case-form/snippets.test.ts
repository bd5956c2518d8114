import { expect, it } from 'vitest';
import { curlSnippet, sdkSnippet } from './snippets.ts';

const input = { submitUrl: 'http://localhost:4100', useCase: 'send-receipt' };

it('names the use case, the address and the key in both', () => {
  for (const snippet of [curlSnippet(input), sdkSnippet(input)]) {
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
