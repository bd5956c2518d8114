'use client';
import { describeFault } from '@leeway/domain/audit-chain';
import { ButtonLink } from '#components/button.tsx';
import { Notice } from '#components/notice.tsx';
import { useAuditChain } from './use-audit-chain.ts';

/** Nothing as long as the log of changes holds. */
export function BrokenChainNotice() {
  const fault = useAuditChain().data?.report?.fault ?? null;
  if (fault === null) return null;
  return (
    <Notice
      tone="bad"
      action={
        <ButtonLink href="/changes" size="sm">
          Open the log
        </ButtonLink>
      }
    >
      The log of changes does not hold. {describeFault(fault)}.
    </Notice>
  );
}
