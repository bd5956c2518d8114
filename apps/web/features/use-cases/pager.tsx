'use client';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from '#components/button.tsx';
import { formatWhole } from '#lib/format/number.ts';
import type { UseCaseTableModel } from './use-use-case-table.ts';

/** Only where there is more than one page. */
export function Pager({ table }: { readonly table: UseCaseTableModel }) {
  const pageCount = table.getPageCount();
  if (pageCount < 2) return null;
  return (
    <nav
      aria-label="Pages"
      className="flex items-center justify-end gap-2 border-t border-line px-3 py-2 text-sm text-muted"
    >
      Page {table.state.pagination.pageIndex + 1} of {pageCount} · {formatWhole(table.getRowCount())} use cases
      <Button
        size="icon"
        disabled={!table.getCanPreviousPage()}
        onClick={() => table.previousPage()}
        aria-label="Previous page"
      >
        <ChevronLeft aria-hidden="true" />
      </Button>
      <Button size="icon" disabled={!table.getCanNextPage()} onClick={() => table.nextPage()} aria-label="Next page">
        <ChevronRight aria-hidden="true" />
      </Button>
    </nav>
  );
}
