import { sparklinePath } from './sparkline-path.ts';

const HEIGHT = 22;

interface SparklineProps {
  readonly values: readonly number[];
  readonly width?: number;
}

/** A trend beside its figure; the figure says it in words, so the line is left out for screen readers. */
export function Sparkline({ values, width = 88 }: SparklineProps) {
  return (
    <svg
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      aria-hidden="true"
      focusable="false"
      className="shrink-0"
    >
      <path
        d={sparklinePath(values, width, HEIGHT)}
        fill="none"
        stroke="var(--chart-1)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  );
}
