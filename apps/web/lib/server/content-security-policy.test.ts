import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';
import { contentSecurityPolicy, SONNER_STYLE_HASH } from './content-security-policy.ts';

it('allows exactly the style that the installed sonner adds', () => {
  const module = path.join(path.dirname(createRequire(import.meta.url).resolve('sonner')), 'index.mjs');
  const literal = /__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(readFileSync(module, 'utf8'))?.[1] ?? '""';
  const style = JSON.parse(literal) as string;
  expect(style).not.toBe('');
  expect(SONNER_STYLE_HASH).toBe(`sha256-${createHash('sha256').update(style).digest('base64')}`);
});

it('never allows inline scripts or evaluation in production', () => {
  const script = contentSecurityPolicy('abc', false)
    .split('; ')
    .find((rule) => rule.startsWith('script-src'));
  expect(script).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
});
