import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';

/** A link in a line of text to a page that is not ours; a thumb meets more of it than is seen. */
export function OutsideLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer noopener"
      className="inline-flex min-h-6 items-center gap-1 font-medium underline max-sm:-my-3 max-sm:py-3"
    >
      {children}
      <ExternalLink aria-hidden="true" className="size-3.5" />
      <span className="sr-only">(opens another site)</span>
    </a>
  );
}
