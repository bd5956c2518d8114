import { z } from 'zod';

/** Who runs a use case's jobs: `process`, a handler module in the tier's own workers; `remote`, the team's own programs, which lease them over HTTP. */
export const Runtime = z.enum(['process', 'remote']);
export type Runtime = z.infer<typeof Runtime>;
