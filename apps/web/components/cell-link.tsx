import Link from 'next/link';
import type { ReactNode } from 'react';

interface CellLinkProps {
  readonly href: string;
  readonly children: ReactNode;
}

/** What a cell is about, with the way there. */
export function CellLink({ href, children }: CellLinkProps) {
  return (
    <Link
      href={href}
      className="inline-flex min-h-6 items-center font-medium wrap-anywhere hover:underline max-sm:min-h-11"
    >
      {children}
    </Link>
  );
}
