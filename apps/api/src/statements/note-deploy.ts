import { type Database, systemActor } from '@namc/db';
import { recordDeploy } from '@namc/db/statements/commands';
import type { Logger } from 'pino';

/** Notes the version of a process that starts. A database that is away keeps no process from starting. */
export async function noteDeploy(db: Database, version: string, logger: Logger): Promise<void> {
  try {
    await db.write(systemActor('start'), (tx) => recordDeploy(tx, { version }), { name: 'recordDeploy' });
  } catch (error) {
    logger.warn({ err: error, version }, 'the version could not be noted');
  }
}
