import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrastRatio } from '../lib/contrast.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokensOf(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

const GROUNDS = ['canvas', 'surface', 'sunken', 'hover'];
const INKS = ['text', 'text-muted', 'text-faint', 'accent', 'good', 'warn', 'bad', 'note'];
const TEXT_PAIRS = [
  ...INKS.flatMap((ink) => GROUNDS.map((ground) => [ink, ground])),
  ...['accent', 'good', 'warn', 'bad', 'note'].map((tone) => [tone, `${tone}-soft`]),
  ['text', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
];
const SHAPES = ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-bad', 'chart-band', 'focus', 'line-strong'];
const SHAPE_PAIRS = SHAPES.flatMap((shape) => ['canvas', 'surface'].map((ground) => [shape, ground]));

describe.each([':root', '[data-theme="dark"]'])('tokens of %s', (selector) => {
  const tokens = tokensOf(selector);
  const ratio = (first = '', second = '') => contrastRatio(tokens.get(first) ?? '', tokens.get(second) ?? '');

  it.each(TEXT_PAIRS)('%s can be read on %s', (ink, ground) => {
    expect(ratio(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPE_PAIRS)('%s can be made out on %s', (shape, ground) => {
    expect(ratio(shape, ground)).toBeGreaterThanOrEqual(3);
  });
});
