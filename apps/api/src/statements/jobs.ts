import type { Settings } from '@namc/db/settings';
import { type StatementSource, sampleStatements } from '@namc/db/statements/sample-statements';
import type { Logger } from 'pino';
import type { Job } from '../jobs/job.ts';

/** The servers whose statements are counted: all of them, each without a pooler in between. */
export function statementSourceOf(settings: Settings): StatementSource {
  const { database } = settings;
  if (!database) return { urls: [], embedded: true };
  const { url, replicaUrls = [], directUrls = [] } = database;
  return { urls: directUrls.length > 0 ? directUrls : [url, ...replicaUrls], embedded: false };
}

/** Counts what statements cost since the last minute. A server that tells nothing is a line in the log when that begins. */
export function makeStatementSampler(source: StatementSource, logger: Logger): Job {
  const told = new Map<string, string | undefined>();
  return async (db) => {
    for (const { server, outcome, problem } of await sampleStatements(db, source)) {
      if (outcome === 'UNKNOWN' && told.get(server) !== problem) {
        logger.warn({ server, problem }, 'the statements of a server are not counted');
      }
      told.set(server, problem);
    }
  };
}
