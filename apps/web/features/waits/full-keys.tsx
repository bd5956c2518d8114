import type { KeyReading } from '@leeway/domain/wait-reason';
import Link from 'next/link';
import { shortJobId } from '#features/jobs/short-job-id.ts';

/** Nobody reads more of them. */
const MAX_SHOWN = 5;

/** Concurrency keys at their limit, and which of their jobs run. */
export function FullKeys({ keys }: { readonly keys: readonly KeyReading[] }) {
  const left = keys.length - MAX_SHOWN;
  return (
    <div className="text-sm">
      <h3 className="text-xs text-muted">What runs of it</h3>
      <ul aria-label="Concurrency keys at their limit" className="flex flex-col gap-y-1">
        {keys.slice(0, MAX_SHOWN).map(({ key, runningCount, limit, jobIds }) => (
          <li key={key} className="flex flex-wrap items-baseline gap-x-3">
            <span className="min-w-0 break-all font-medium">{key}</span>
            <span className="text-muted">
              {runningCount} of {limit} run
            </span>
            {jobIds.map((id) => (
              <Link
                key={id}
                href={`/jobs/${id}`}
                className="inline-flex min-h-6 items-center font-mono text-xs hover:underline max-sm:min-h-11"
                title={id}
              >
                {shortJobId(id)}
              </Link>
            ))}
          </li>
        ))}
      </ul>
      {left > 0 && <p className="text-muted">and {left} more</p>}
    </div>
  );
}
