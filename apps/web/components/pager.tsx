import type { Page } from '@leeway/domain/sort-rows';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { formatNoun } from '#lib/format/number.ts';
import { Button } from './button.tsx';

interface PagerProps {
  readonly shown: Pick<Page<unknown>, 'page' | 'pageCount' | 'rowCount'>;
  readonly noun: string;
  readonly onPage: (page: number) => void;
}

/** Only where there is more than one page. */
export function Pager({ shown, noun, onPage }: PagerProps) {
  if (shown.pageCount < 2) return null;
  return (
    <nav
      aria-label="Pages"
      className="flex items-center justify-end gap-2 border-t border-line px-3 py-2 text-sm text-muted"
    >
      Page {shown.page} of {shown.pageCount} · {formatNoun(shown.rowCount, noun)}
      <Button size="icon" disabled={shown.page === 1} onClick={() => onPage(shown.page - 1)} aria-label="Previous page">
        <ChevronLeft aria-hidden="true" />
      </Button>
      <Button
        size="icon"
        disabled={shown.page === shown.pageCount}
        onClick={() => onPage(shown.page + 1)}
        aria-label="Next page"
      >
        <ChevronRight aria-hidden="true" />
      </Button>
    </nav>
  );
}
