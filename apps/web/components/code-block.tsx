'use client';
import { CopyButton } from './copy-button.tsx';

interface CodeBlockProps {
  readonly code: string;
  /** What it is, for the copy button: "curl command". */
  readonly what: string;
}

export function CodeBlock({ code, what }: CodeBlockProps) {
  return (
    <div className="relative rounded-md border border-line bg-sunken">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={what} className="overflow-x-auto p-3 pr-11">
        <pre className="font-mono text-xs leading-relaxed">{code}</pre>
      </section>
      <div className="absolute top-1.5 right-1.5 rounded bg-sunken">
        <CopyButton text={code} what={what} />
      </div>
    </div>
  );
}
