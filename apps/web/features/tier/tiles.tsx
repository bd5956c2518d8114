import { TriangleAlert } from 'lucide-react';
import { cx } from '#lib/class-names.ts';
import type { Tile } from './prepare-tiles.ts';

const TONE = { plain: 'text-text', warn: 'text-warn', bad: 'text-bad' } as const;

/** Figures side by side in one surface, divided by hairlines. */
export function Tiles({ tiles }: { readonly tiles: readonly Tile[] }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line shadow-(--shadow-raised) sm:grid-cols-3 xl:grid-cols-6">
      {tiles.map((tile) => (
        <div key={tile.label} title={tile.definition} className="bg-surface px-4 py-3">
          <dt className="text-xs text-muted">{tile.label}</dt>
          <dd
            className={cx(
              'mt-0.5 flex items-center gap-1.5 text-xl leading-tight font-semibold tracking-[-0.01em]',
              TONE[tile.tone],
            )}
          >
            {tile.tone !== 'plain' && <TriangleAlert aria-label="Warning" className="size-4" />}
            {tile.value}
          </dd>
          <dd className="mt-0.5 text-xs text-balance break-words text-muted">{tile.note}</dd>
        </div>
      ))}
    </dl>
  );
}
