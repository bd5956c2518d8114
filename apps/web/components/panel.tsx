import type { ReactNode } from 'react';
import { cx } from '#lib/class-names.ts';

interface PanelProps {
  readonly title?: ReactNode;
  /** One line below the title: what the figures are of. */
  readonly hint?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  readonly flush?: boolean;
}

/** A titled surface; `flush` lets a table reach its edges. */
export function Panel({ title, hint, actions, children, className, flush = false }: PanelProps) {
  return (
    <section className={cx('min-w-0 rounded-lg border border-line bg-surface shadow-(--shadow-raised)', className)}>
      {title !== undefined && (
        <header className="flex min-h-12 flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 pt-3 pb-2.5">
          <div className="min-w-0 flex-1 basis-48">
            <h2 className="text-base font-semibold">{title}</h2>
            {hint !== undefined && <p className="text-xs text-muted">{hint}</p>}
          </div>
          {actions !== undefined && <div className="flex items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={flush ? 'pb-1' : cx('px-4 pb-4', title === undefined && 'pt-4')}>{children}</div>
    </section>
  );
}
