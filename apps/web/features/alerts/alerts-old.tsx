import { Notice } from '#components/notice.tsx';
import { Time } from '#components/time.tsx';

/** Engines judge every ten seconds. */
const OLD_MS = 60_000;

interface AlertsOldProps {
  readonly asOf: number;
  /** When engines last judged the rules; null: never. */
  readonly lookedAt: number | null;
}

/** Where nobody has looked for a while: what is shown as lasting may be over. */
export function AlertsOld({ asOf, lookedAt }: AlertsOldProps) {
  if (lookedAt === null || asOf - lookedAt <= OLD_MS) return null;
  return (
    <div className="p-4">
      <Notice tone="warn">
        No engine has judged the rules since <Time at={lookedAt} />: what lasts may be over.
      </Notice>
    </div>
  );
}
