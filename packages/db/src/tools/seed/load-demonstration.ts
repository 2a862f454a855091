import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql as expression } from 'drizzle-orm';
import { importContractors } from '../../contractors/import/import-contractors.ts';
import { replaceCountyCounts } from '../../contractors/import/merge.ts';
import { takeRole } from '../../contractors/import/runs.ts';
import { demonstration } from '../../contractors/queries/last-run.ts';
import { californiaDay } from '../../contractors/standing/california-day.ts';
import { californiaContractors } from '../../contractors/tables/register.ts';
import { openBuilder } from '../../engine/builder.ts';
import { connect } from '../../engine/connection.ts';
import { generateContractors } from './contractors/generate-contractors.ts';

const demonstrationRows = 5_000;
const demonstrationSeed = 2_026;
/** Beyond the board's own numbers, so that a real license is never taken for an invented member's. */
const firstLicense = 9_000_000;

/**
 * Fills an empty contractor table with 5,000 invented firms, one in twenty-five of them a member, so that a first
 * start has data to show. A table with any rows stays unchanged.
 */
export async function loadDemonstration(options: {
  ownerUrl: string;
  embedded: boolean;
  onProgress?: (message: string) => void;
}): Promise<void> {
  const { ownerUrl, embedded } = options;
  const client = connect(ownerUrl, { max: 1, applicationName: 'portal demonstration' });
  const folder = await mkdtemp(join(tmpdir(), 'namc-portal-demonstration-'));
  try {
    const loaded = await client.begin(async (sql) => {
      await takeRole(sql);
      return sql`select from california_contractors limit 1`;
    });
    if (loaded.length > 0) return;
    options.onProgress?.(`Adding ${demonstrationRows.toLocaleString('en-US')} invented contractors`);
    const file = join(folder, 'demonstration.csv');
    const lines = generateContractors({
      rows: demonstrationRows,
      seed: demonstrationSeed,
      firstLicense,
      asOf: californiaDay(new Date()),
    });
    await pipeline(Readable.from(lines), createWriteStream(file));
    await importContractors({ url: ownerUrl, embedded, file, importedBy: demonstration });
    await client.begin(async (sql) => {
      await takeRole(sql);
      await openBuilder(sql)
        .update(californiaContractors)
        .set({ isNamcMember: true })
        .where(expression`right(license_number, 2)::integer % 25 = 4`);
      await replaceCountyCounts(sql);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
    await client.end();
  }
}
