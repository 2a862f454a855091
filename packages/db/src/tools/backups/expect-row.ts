import { connect } from '../../engine/connection.ts';
import { startEmbedded } from '../../engine/embedded/start.ts';

/**
 * Opens the data in a folder, in a process of its own, and looks for the newest row that it must have: that of the backup’s run.
 * @throws Error if the data does not open, or lacks the row.
 */
export async function expectNewestRow(directory: string, runId: string): Promise<void> {
  const embedded = await startEmbedded({ directory });
  try {
    const sql = connect(embedded.url, { max: 1, applicationName: 'portal backup' });
    try {
      const found = await sql`select from backup_runs where id = ${runId}`;
      if (found.length === 0) throw new Error('It opens, but its newest row is missing.');
    } finally {
      await sql.end();
    }
  } finally {
    await embedded.close();
  }
}
