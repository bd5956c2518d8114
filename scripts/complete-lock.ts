import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './env.ts';
import { findMissingPackages } from './lock/missing-packages.ts';
import { sayLine } from './terminal.ts';

// To be run after `npm install` where the registry lacks packages of other platforms; changes nothing elsewhere.
const file = path.join(ROOT, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = findMissingPackages(lock.packages);
const root = { '': lock.packages[''] };
const rest = Object.entries({ ...lock.packages, ...missing }).filter(([place]) => place !== '');
rest.sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: { ...root, ...Object.fromEntries(rest) } }, null, 2)}\n`);
sayLine('✔', `${Object.keys(missing).length} packages of other platforms added to package-lock.json`);
