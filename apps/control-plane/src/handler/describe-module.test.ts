import { expect, test } from 'vitest';
import { describeModule } from './describe-module.ts';

test.each([
  ['/** Sends a receipt. */\nexport default 1;', 'Sends a receipt.'],
  ['/**\n * Sends a receipt.\n *\n * At night.\n */\n', 'Sends a receipt.'],
  ['#!/usr/bin/env node\n/** Runs. */', 'Runs.'],
  ['\r\n/**\r\n * Windows.\r\n */', 'Windows.'],
  ['// nothing\nexport default 1;', ''],
  ['export default 1;\n/** Later. */', ''],
  ["import { a } from 'a';\nimport {\n  b,\n} from 'b';\n\n// note\n/** After imports. */", 'After imports.'],
  ['const a = 1;\n/** Not the first thing. */', ''],
  ['/* plain */', ''],
  ['', ''],
])('%j is described as %j', (source, description) => {
  expect(describeModule(source)).toBe(description);
});
