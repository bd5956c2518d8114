import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStopList } from './stop-list.ts';

let lines: string[];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(() => vi.restoreAllMocks());

it('stops in the opposite order, one after the other, though one fails', async () => {
  const events: string[] = [];
  const stops = createStopList();
  for (const name of ['database', 'engine', 'console']) {
    stops.add({
      name,
      stop: async () => {
        events.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        if (name === 'engine') throw new Error('it hangs');
        events.push(`${name} ends`);
      },
    });
  }
  await stops.stopAll();
  expect(events).toEqual(['console begins', 'console ends', 'engine begins', 'database begins', 'database ends']);
  expect(lines.join('')).toMatch(/console stopped .*\n✖ engine did not stop in order: it hangs\n■ database stopped/);
});

it('kills at once what can be killed', () => {
  const killed: string[] = [];
  const stops = createStopList();
  stops.add({ name: 'database', stop: async () => undefined });
  stops.add({ name: 'engine', stop: async () => undefined, kill: () => void killed.push('engine') });
  stops.killAll();
  expect(killed).toEqual(['engine']);
});
