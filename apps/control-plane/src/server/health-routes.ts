import { LeewayError } from '@leeway/domain/problem';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';

/** /healthz: this process lives; /readyz: it can serve, for the store answers. */
export function addHealthRoutes(server: FastifyInstance, pool: Pool): void {
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async () => {
    try {
      await pool.query('select 1');
    } catch (cause) {
      throw new LeewayError('STORE_UNAVAILABLE', 'The store does not answer', { cause, retryAfterMs: 1_000 });
    }
    return { status: 'ready' };
  });
}
