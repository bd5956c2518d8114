import { cx } from '#lib/class-names.ts';

/** Holds the place of something that is being read; give it the size of the thing. */
export function Skeleton({ className, label = 'Reading' }: { readonly className: string; readonly label?: string }) {
  return (
    <div role="status" aria-busy="true" className={cx('sheen rounded-md', className)}>
      <span className="sr-only">{label}…</span>
    </div>
  );
}
