import { z } from 'zod';
import { LIMITS } from './limits.ts';

export const TeamName = z
  .string()
  .min(1, 'Give the team a name')
  .max(LIMITS.nameLength, `At most ${LIMITS.nameLength} characters`)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'Lower-case letters, digits and dashes; starts with a letter or digit');
