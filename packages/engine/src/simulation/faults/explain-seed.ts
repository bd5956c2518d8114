import { drawPlan } from './plan.ts';
import { runPlan } from './run-plan.ts';
import { shrinkPlan } from './shrink-plan.ts';
import { simplifyPlan } from './simplify-plan.ts';

/** All that is needed to look into a seed that failed: what broke, under which faults, and how to see it again, as small as it gets. */
export async function explainSeed(seed: number, violation: string): Promise<string> {
  const invariant = violation.slice(0, violation.indexOf(':') + 1);
  const left = await shrinkPlan(seed, invariant);
  const smaller = await runPlan(simplifyPlan(drawPlan(seed), left));
  return [
    `Seed ${seed} broke ${violation}`,
    `  its faults: ${describePlan(seed)}`,
    `  again:      npm run simulate:faults -- --seed ${seed}`,
    `  smaller:    npm run simulate:faults -- --seed ${seed} --without ${left.join(',')}`,
    `              ${smaller.eventCount} events: ${smaller.violation}`,
  ].join('\n');
}

export function describePlan(seed: number): string {
  const plan = drawPlan(seed);
  const rates = { ...plan.store, ...plan.troubles, ...plan.behaviour };
  const drawn = Object.entries(rates).filter(([, rate]) => rate > 0);
  const { engineCount, shardCount, slotCount, clientCount, requestsPerClient, skewMs, lostReplies, lostWakes } = plan;
  const actors = `${engineCount} engines with ${slotCount} slots, ${shardCount} shards, ${clientCount} clients with ${requestsPerClient} requests`;
  const others = `lostReplies ${lostReplies.toFixed(3)}, lostWakes ${lostWakes.toFixed(3)}, clocks ±${skewMs} ms`;
  return `${actors}; ${drawn.map(([name, rate]) => `${name} ${rate.toFixed(3)}`).join(', ')}; ${others}`;
}
