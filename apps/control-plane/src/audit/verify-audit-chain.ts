import type { AuditChainView } from '@leeway/domain/audit-chain';
import { z } from 'zod';
import type { Call } from '../api/context.ts';

export const AuditChainQuery = z.strictObject({});
export const AuditVerification = z.strictObject({});

/** Whether the log is as it was written, as far as this control plane has looked. */
export function viewAuditChain({ services }: Call): AuditChainView {
  return services.auditChain.view();
}

/** Begins to look at the whole log, unless a look is under way: nothing is changed, so nothing is written down. */
export function verifyAuditChain({ services }: Call): AuditChainView {
  services.auditChain.verify();
  return services.auditChain.view();
}
