import { ArrowRight } from 'lucide-react';
import type { FieldDifference } from './diff-policies.ts';
import { NOTHING } from './format-field.ts';

interface DifferenceListProps {
  readonly differences: readonly FieldDifference[];
  readonly empty: string;
  /** Long lists show their beginning: where one is read among many. */
  readonly folds?: boolean;
}

/** Of what is new every field is told. */
const MOST_SHOWN = 8;

/** Old → new, field by field. */
export function DifferenceList({ differences, empty, folds = false }: DifferenceListProps) {
  if (differences.length === 0) return <p className="text-sm text-muted">{empty}</p>;
  if (!folds || differences.length <= MOST_SHOWN + 1) return <Differences differences={differences} />;
  return (
    <div className="flex flex-col gap-1.5">
      <Differences differences={differences.slice(0, MOST_SHOWN)} />
      <details className="text-sm">
        <summary className="w-fit cursor-pointer py-0.5 text-muted hover:text-text max-sm:py-3.5">
          {differences.length - MOST_SHOWN} more fields
        </summary>
        <div className="pt-1.5">
          <Differences differences={differences.slice(MOST_SHOWN)} />
        </div>
      </details>
    </div>
  );
}

function Differences({ differences }: Pick<DifferenceListProps, 'differences'>) {
  return (
    <dl className="flex flex-col gap-1.5 text-sm">
      {differences.map(({ field, label, before, after }) => (
        <div key={field} className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-2">
          <dt className="text-muted">{label}</dt>
          <dd className="flex min-w-0 flex-wrap items-center gap-x-1.5">
            {before !== NOTHING && (
              <>
                <del className="rounded bg-bad-soft px-1 wrap-anywhere text-bad">{before}</del>
                <ArrowRight aria-label="becomes" className="size-3.5 shrink-0 text-muted" />
              </>
            )}
            <ins className="rounded bg-good-soft px-1 wrap-anywhere text-good no-underline">{after}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
