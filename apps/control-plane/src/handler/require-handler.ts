import { invalidField } from '../api/invalid-field.ts';
import { listModules } from './list-handlers.ts';

/** INVALID_INPUT on `handler` where the folder has no such module. */
export async function requireHandler(handlersDir: string, handler: string): Promise<void> {
  const modules = await listModules(handlersDir);
  if (modules.some(({ name }) => name === handler)) return;
  const known = modules.map(({ name }) => name).join(', ') || 'none';
  throw invalidField('handler', `There is no handler module ${handler}; known: ${known}`);
}
