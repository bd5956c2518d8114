import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../env.ts';
import { findMissingPackages } from './missing-packages.ts';

describe('findMissingPackages', () => {
  it('describes what is left out by the platform in its name', () => {
    const entries = {
      'node_modules/tool': {
        version: '1.0.0',
        dev: true,
        optionalDependencies: { '@tool/darwin-arm64': '1.0.0', '@tool/linux-x64-musl': '1.0.0', '@tool/here': '1.0.0' },
      },
      'node_modules/@tool/here': { version: '1.0.0' },
    };
    expect(findMissingPackages(entries)).toEqual({
      'node_modules/@tool/darwin-arm64': {
        version: '1.0.0',
        cpu: ['arm64'],
        dev: true,
        optional: true,
        os: ['darwin'],
      },
      'node_modules/@tool/linux-x64-musl': {
        version: '1.0.0',
        cpu: ['x64'],
        dev: true,
        libc: ['musl'],
        optional: true,
        os: ['linux'],
      },
    });
  });

  it('finds a package beside its parent or above it', () => {
    const parent = { version: '1.0.0', optionalDependencies: { beside: '1.0.0', above: '1.0.0' } };
    const entries = {
      'node_modules/a/node_modules/parent': parent,
      'node_modules/a/node_modules/beside': {},
      'node_modules/above': {},
    };
    expect(findMissingPackages(entries)).toEqual({});
  });
});

it('the lock file is whole, so that "npm ci" takes it on every platform (else run "npm run complete-lock")', () => {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
  expect(Object.keys(findMissingPackages(packages))).toEqual([]);
});
