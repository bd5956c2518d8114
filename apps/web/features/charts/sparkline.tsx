import { sparklinePath } from './sparkline-path.ts';

const WIDTH = 88;
const HEIGHT = 22;

/** A trend beside its figure; the figure says it in words, so the line is left out for screen readers. */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
      focusable="false"
      className="shrink-0"
    >
      <path
        d={sparklinePath(values, WIDTH, HEIGHT)}
        fill="none"
        stroke="var(--chart-1)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  );
}
