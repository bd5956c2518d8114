import type { Tile } from './prepare-tiles.ts';

/** What each head figure counts, for those who cannot hover and for those who print. */
export function Definitions({ tiles }: { readonly tiles: readonly Pick<Tile, 'label' | 'definition'>[] }) {
  return (
    <details className="rounded-lg border border-line bg-surface px-4 py-3 text-sm max-sm:py-0">
      <summary className="min-h-6 font-medium max-sm:py-3.5">What the figures count</summary>
      <dl className="mt-2 grid max-sm:mb-3 gap-x-6 gap-y-1.5 sm:grid-cols-[9rem_minmax(0,1fr)]">
        {tiles.map(({ label, definition }) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="mb-1 sm:mb-0">{definition}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
