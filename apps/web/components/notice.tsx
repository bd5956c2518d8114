import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '#lib/class-names.ts';

const LOOKS: Readonly<Record<'note' | 'warn' | 'bad', { icon: LucideIcon; className: string }>> = {
  note: { icon: Info, className: 'bg-note-soft text-note' },
  warn: { icon: TriangleAlert, className: 'bg-warn-soft text-warn' },
  bad: { icon: CircleAlert, className: 'bg-bad-soft text-bad' },
};

interface NoticeProps {
  readonly tone: keyof typeof LOOKS;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** Something to know before going on. */
export function Notice({ tone, children, action }: NoticeProps) {
  const { icon: Icon, className } = LOOKS[tone];
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cx('flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md px-3 py-2 text-sm', className)}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <div className="min-w-0 flex-1 basis-52 font-medium">{children}</div>
      {action}
    </div>
  );
}
