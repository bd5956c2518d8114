import { expect, it } from 'vitest';
import { type KeyPress, matchShortcut, type Shortcut } from './match-shortcut.ts';

const shortcut = (keys: string): Shortcut => ({ keys, label: keys, group: 'Do', run: () => {} });
const shortcuts = [shortcut('?'), shortcut('g u'), shortcut('u')];
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  hasModifier: false,
  isInField: false,
  ...more,
});

it('runs a single key', () => {
  expect(matchShortcut(shortcuts, null, press('?'))).toEqual({ kind: 'run', shortcut: shortcuts[0] });
});

it('runs two keys in a row, and not the one that the second key is alone', () => {
  expect(matchShortcut(shortcuts, null, press('g'))).toEqual({ kind: 'prefix', key: 'g' });
  expect(matchShortcut(shortcuts, 'g', press('u'))).toEqual({ kind: 'run', shortcut: shortcuts[1] });
});

it.each([{ isInField: true }, { hasModifier: true }])('eats no letter when %o', (more) => {
  expect(matchShortcut(shortcuts, null, press('?', more)).kind).toBe('none');
});

it('forgets a first key that nothing follows', () => {
  expect(matchShortcut(shortcuts, 'g', press('x')).kind).toBe('none');
});
