import { JobSubmission } from '@leeway/domain/submit';
import { expect, it } from 'vitest';
import { checkPayload } from './check-payload.ts';

const check = (text: string) => checkPayload(text, JobSubmission.shape.payload);

it.each(['{}', 'null', '[1, 2]', '"text"'])('takes %s', (text) => expect(check(text)).toBeNull());
it('says where the text stops being JSON', () => expect(check('{ "a": }')).toMatch(/^This is not JSON: /));
it('refuses what the store would refuse', () => expect(check('"a\\u0000"')).toContain('NUL'));
