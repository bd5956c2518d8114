import type { AlertView } from '@leeway/domain/alert';
import { BellRing, Check } from 'lucide-react';
import { Badge } from '#components/badge.tsx';
import { RULE_LABELS } from './rule-labels.ts';

/** What the rule says, and whether it still holds. */
export function AlertBadge({ alert: { rule, endedAt } }: { readonly alert: AlertView }) {
  const label = RULE_LABELS[rule] ?? rule;
  return (
    <Badge tone={endedAt === null ? 'bad' : 'plain'} icon={endedAt === null ? BellRing : Check}>
      {endedAt === null ? label : `ended: ${label}`}
    </Badge>
  );
}
