'use client';
import { cx } from '#lib/class-names.ts';
import { CopyButton } from './copy-button.tsx';

interface CodeBlockProps {
  readonly code: string;
  /** What it is, for the copy button: "curl command". */
  readonly what: string;
  /** Breaks a long text instead of scrolling it: for a key, which must be seen whole. */
  readonly isWrapped?: boolean;
}

export function CodeBlock({ code, what, isWrapped = false }: CodeBlockProps) {
  return (
    <div className="flex items-start rounded-md border border-line bg-sunken">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={what} className="min-w-0 flex-1 overflow-x-auto p-3">
        <pre className={cx('font-mono text-xs leading-relaxed', isWrapped && 'break-all whitespace-pre-wrap')}>
          {code}
        </pre>
      </section>
      <div className="p-1.5">
        <CopyButton text={code} what={what} />
      </div>
    </div>
  );
}
