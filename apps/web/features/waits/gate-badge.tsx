import type { Gate } from '@leeway/domain/wait-reason';
import { DoorClosed } from 'lucide-react';
import { Badge } from '#components/badge.tsx';
import { gateText } from './gate-text.ts';

export function GateBadge({ gate }: { readonly gate: Gate }) {
  const { label, tone } = gateText(gate);
  return (
    <Badge tone={tone} icon={DoorClosed}>
      {label}
    </Badge>
  );
}
