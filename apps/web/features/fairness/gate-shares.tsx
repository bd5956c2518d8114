import type { FairnessUse } from '@leeway/domain/sharing-views';
import { gateText } from '#features/waits/gate-text.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { formatShare } from '#lib/format/number.ts';
import { shareGates } from './judge-ratio.ts';

const COLORS = ['bg-(--chart-1)', 'bg-(--chart-2)', 'bg-(--chart-4)'];

/** At which gates it waited, as a bar and in words. */
export function GateShares({ gates }: Pick<FairnessUse, 'gates'>) {
  const { totalMs, named, restShare } = shareGates(gates);
  if (totalMs === 0) return <span className="text-muted">never waited</span>;
  return (
    <div className="min-w-34 text-left text-sm whitespace-normal">
      <div aria-hidden="true" className="mb-1 flex h-1.5 overflow-hidden rounded-full bg-sunken">
        {named.map(({ gate, share }, index) => (
          <div key={gate} className={COLORS[index]} style={{ width: `${share * 100}%` }} />
        ))}
      </div>
      <p>
        {named.map(({ gate, share }) => `${gateText(gate).label} ${formatShare(share)}`).join(', ')}
        {restShare > 0 && `, others ${formatShare(restShare)}`}
      </p>
      <p className="text-xs text-muted">{formatDuration(totalMs)} in all</p>
    </div>
  );
}
