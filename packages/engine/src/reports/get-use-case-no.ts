import { LeewayError } from '@leeway/domain/problem';
import { findUseCaseNo as statement } from './sql/find-use-case-no.ts';
import type { Store } from './store-time.ts';

/** NOT_FOUND where there is no use case of that name. */
export async function getUseCaseNo(store: Store, name: string): Promise<number> {
  const { rows } = await store.query<{ no: number }>({ ...statement, values: [name] });
  const no = rows[0]?.no;
  if (no === undefined) throw new LeewayError('NOT_FOUND', `There is no use case ${name}`);
  return no;
}
