import type { HealthCheckName } from '@namc/inputs/health';
import type { Database } from '../../database.ts';
import type { FoundHealth } from '../../health/commands/rounds.ts';
import type { Limits } from './check.ts';
import { checks } from './checks.ts';
import { runChecks } from './run-checks.ts';

/** Runs one check on servers, with these limits in place of its own. */
export async function look(
  name: HealthCheckName,
  {
    db,
    serverUrls,
    isEmbedded = false,
    poolerUrl,
  }: { db: Database; serverUrls: string[]; isEmbedded?: boolean; poolerUrl?: string },
  limits?: Limits,
): Promise<FoundHealth> {
  const [found] = await runChecks({
    db,
    serverUrls,
    isEmbedded,
    poolerUrl,
    checks: checks.filter((check) => check.name === name),
    limits: new Map(limits ? [[name, limits]] : []),
  });
  if (!found) throw new Error(`There is no check ${name}.`);
  return found;
}
