import type { Pool } from 'pg';

/** As the control plane writes them. */
export async function setCpuQuota(pool: Pool, useCase: string, cpuMsPerSecond: number): Promise<void> {
  await pool.query('update use_case set cpu_quota_ms_per_second = $2 where name = $1', [useCase, cpuMsPerSecond]);
}

/** @returns ms from the call to the end of the grant */
export async function grantBurst(
  pool: Pool,
  useCase: string,
  { factor, forMs }: { readonly factor: number; readonly forMs: number },
): Promise<number> {
  const calledMs = performance.now();
  await pool.query(
    `insert into burst_grant (id, use_case_id, traffic_class, amounts, reason, starts_at, ends_at, granted_by)
     values ('grant_bench', 'uc_' || $1, 'incident', $2, 'benchmark', clock_timestamp(), clock_timestamp() + make_interval(secs => $3), 'bench')`,
    [useCase, JSON.stringify({ cpuQuota: { factor } }), forMs / 1_000],
  );
  return performance.now() - calledMs + forMs;
}

/** What was accounted for the use case since ever. */
export async function readUsedCpu(pool: Pool, useCase: string): Promise<number> {
  const { rows } = await pool.query<{ cpu_ms: number }>(
    `select coalesce(sum(cpu_ms), 0)::float8 as cpu_ms from (
       select use_case_no, cpu_ms from use_case_total union all select use_case_no, cpu_ms from usage_delta
     ) as part where use_case_no = (select no from use_case where name = $1)`,
    [useCase],
  );
  return rows[0]?.cpu_ms ?? 0;
}
