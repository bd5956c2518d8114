import { ArrowRight } from 'lucide-react';
import type { FieldDifference } from './diff-policies.ts';
import { NOTHING } from './format-field.ts';

interface DifferenceListProps {
  readonly differences: readonly FieldDifference[];
  readonly empty: string;
}

/** Old → new, field by field. */
export function DifferenceList({ differences, empty }: DifferenceListProps) {
  if (differences.length === 0) return <p className="text-sm text-muted">{empty}</p>;
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
