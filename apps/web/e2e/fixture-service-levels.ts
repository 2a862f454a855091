import { openDatabase, systemActor } from '@namc/db';
import type { LoginUrls } from '@namc/db/local-servers/logins';
import { rollUpServiceLevels } from '@namc/db/service-levels/commands';
import {
  addMinute,
  histogramOf,
  measured,
  minuteAgo,
  partitionsOfPast,
} from '@namc/db/service-levels/factory';
import { connect } from '@namc/db/testing/direct-client';

/** Adds what a process measured over an hour and a half, with a silence of twenty minutes. */
export async function addServiceLevels(urls: LoginUrls, ownerUrl: string): Promise<void> {
  const owner = connect(ownerUrl, { max: 1, applicationName: 'portal e2e' });
  await owner.unsafe(partitionsOfPast).finally(() => owner.end());
  const db = openDatabase({ ...urls, maxConnections: 1 });
  try {
    for (let ago = 90; ago > 5; ago -= 1) {
      if (ago > 40 && ago < 60) continue;
      await addMinute(
        db,
        measured(
          minuteAgo(ago),
          {
            simple: histogramOf([1, 2, 3, 4, 5 + (ago % 7) * 4]),
            complex: histogramOf([20, 30, 40]),
            // So many are slow that the specs' own searches don't mend the level.
            search: histogramOf(Array.from({ length: 400 }, (_, at) => [80, 700, 900, 1_200][at % 4] ?? 0)),
            connection: histogramOf([0.2, 0.3]),
          },
          { poolPercent: 30 },
        ),
      );
    }
    await db.write(systemActor('fixture'), rollUpServiceLevels);
  } finally {
    await db.close();
  }
}
