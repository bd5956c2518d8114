import type { ReactNode } from 'react';

interface PageHeaderProps {
  readonly title: ReactNode;
  readonly above?: ReactNode;
  readonly below?: ReactNode;
  readonly children?: ReactNode;
}

export function PageHeader({ title, above, below, children }: PageHeaderProps) {
  return (
    <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {above !== undefined && <div className="mb-1 text-sm text-muted">{above}</div>}
        <h1 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-xl leading-tight font-semibold tracking-[-0.01em] wrap-anywhere">
          {title}
        </h1>
        {below !== undefined && <div className="mt-1.5 text-sm text-muted">{below}</div>}
      </div>
      <div className="flex flex-wrap items-center gap-2">{children}</div>
    </header>
  );
}
