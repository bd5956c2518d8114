'use client';
import type { ApiKeyView } from '@leeway/domain/views';
import { CircleCheck, CircleX, Clock, type LucideIcon, TimerOff } from 'lucide-react';
import { useState } from 'react';
import { Badge, type Tone } from '#components/badge.tsx';
import { Button } from '#components/button.tsx';
import { Time } from '#components/time.tsx';
import { whyNotChange } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { cx } from '#lib/class-names.ts';
import { formatCount, formatNoun } from '#lib/format/number.ts';
import { useTierNow } from '#lib/live/use-store-now.ts';
import { decideKeyState, type KeyState } from './decide-key-state.ts';
import { RevokeDialog } from './revoke-dialog.tsx';

const STATES: Readonly<Record<KeyState, { label: string; icon: LucideIcon; tone: Tone }>> = {
  active: { label: 'active', icon: CircleCheck, tone: 'good' },
  expiring: { label: 'ends soon', icon: Clock, tone: 'warn' },
  expired: { label: 'expired', icon: TimerOff, tone: 'plain' },
  revoked: { label: 'revoked', icon: CircleX, tone: 'plain' },
};

export function KeyList({ apiKeys }: { readonly apiKeys: readonly ApiKeyView[] }) {
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  return (
    <>
      <ul className="divide-y divide-line">
        {apiKeys.map((apiKey) => (
          <KeyRow key={apiKey.id} apiKey={apiKey} onRevoke={() => setRevoking(apiKey)} />
        ))}
      </ul>
      <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />
    </>
  );
}

function KeyRow({ apiKey, onRevoke }: { readonly apiKey: ApiKeyView; readonly onRevoke: () => void }) {
  const now = useTierNow();
  const user = useSessionUser();
  const state = decideKeyState(apiKey, now ?? apiKey.createdAt);
  const { label, icon, tone } = STATES[state];
  const isOver = state === 'revoked' || state === 'expired';
  const refusal = whyNotChange(user, apiKey.team);
  return (
    <li className="grid items-center gap-x-4 gap-y-1.5 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_7rem_11rem_6rem]">
      <div className={cx('min-w-0', isOver && 'text-muted')}>
        <p className="truncate font-medium">{apiKey.name}</p>
        <p className="text-sm text-muted">
          {apiKey.team === null ? 'every team' : `team ${apiKey.team}`} ·{' '}
          <span className="font-mono text-xs">lw_live_…{apiKey.lastFour}</span>
        </p>
        {apiKey.rateLimit !== null && (
          <p className="text-sm text-muted">
            at most {formatNoun(apiKey.rateLimit.perSecond, 'job')} per second, {formatCount(apiKey.rateLimit.burst)} at
            once
          </p>
        )}
      </div>
      <div>
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
      </div>
      <p className="text-sm text-muted">
        {apiKey.revokedAt === null ? (state === 'expired' ? 'ended ' : 'ends ') : 'revoked '}
        <Time at={apiKey.revokedAt ?? apiKey.expiresAt} />
        <span className="block">
          minted <Time at={apiKey.createdAt} />
        </span>
      </p>
      <div className="sm:text-right">
        {!isOver && (
          <Button tone="danger" size="sm" onClick={onRevoke} disabled={refusal !== null} title={refusal ?? undefined}>
            Revoke<span className="sr-only"> {apiKey.name}</span>
          </Button>
        )}
      </div>
    </li>
  );
}
