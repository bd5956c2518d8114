import type { RateLimit } from '@leeway/domain/rate-limit';
import type { ApiKeyView } from '@leeway/domain/views';
import type { Call } from '../api/context.ts';

/** Keys of the actor's teams, newest first; an admin sees all of them. */
export async function listApiKeys({ services, actor }: Call): Promise<ApiKeyView[]> {
  const apiKeys = await services.prisma.apiKey.findMany({
    ...(actor.role === 'admin' ? {} : { where: { team: { name: { in: [...actor.teams] } } } }),
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    include: { team: { select: { name: true } } },
  });
  return apiKeys.map((apiKey) => ({
    id: apiKey.id,
    name: apiKey.name,
    team: apiKey.team?.name ?? null,
    lastFour: apiKey.lastFour,
    createdAt: apiKey.createdAt.getTime(),
    expiresAt: apiKey.expiresAt.getTime(),
    revokedAt: apiKey.revokedAt?.getTime() ?? null,
    rateLimit: toRateLimit(apiKey.rateLimitPerSecond, apiKey.rateLimitBurst),
  }));
}

function toRateLimit(perSecond: number | null, burst: number | null): RateLimit | null {
  return perSecond === null || burst === null ? null : { perSecond, burst };
}
