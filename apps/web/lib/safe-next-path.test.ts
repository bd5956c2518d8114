import { expect, it } from 'vitest';
import { safeNextPath } from './safe-next-path.ts';

it.each([
  ['/use-cases?sort=late', '/use-cases?sort=late'],
  ['/jobs/job_1', '/jobs/job_1'],
])('%s stays', (next, path) => expect(safeNextPath(next)).toBe(path));

it.each([
  null,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/..//evil.example',
  'javascript:alert(1)',
  '/sign-in?next=/',
  '/api/auth/sign-out',
])('%s goes to the start', (next) => expect(safeNextPath(next)).toBe('/'));
