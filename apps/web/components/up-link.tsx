import Link from 'next/link';
import type { ReactNode } from 'react';

/** Above a page's title: where one comes from. */
export function UpLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link
      href={href}
      className="inline-flex min-h-6 items-center wrap-anywhere hover:text-text hover:underline max-sm:-my-3 max-sm:min-w-11 max-sm:py-3"
    >
      {children}
    </Link>
  );
}
