import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { currentSealKey, type SealKey } from '../../audit/seal/entry.ts';
import { openDatabase } from '../../database.ts';
import { systemActor } from '../../engine/actors.ts';
import { getMigrationStatus } from '../../engine/migrations/status.ts';
import { findDrift } from '../migrate/drift.ts';
import { migrate } from '../migrate/migrate.ts';
import type { CommandContext } from './command-context.ts';
import { drawDiagram, writeDiagram } from './diagram.ts';

/** The person who migrates need not hold the sealing key: the verification then names what a migration has changed. */
function findSealKey({ settings, readSealKeys }: CommandContext): SealKey | undefined {
  const { text, file, ownFile } = settings.sealKeys;
  return text || file || (ownFile && existsSync(ownFile)) ? currentSealKey(readSealKeys()) : undefined;
}

export function migrateCommand(context: CommandContext): Command {
  const say = (message: string) => void context.stdout.write(`${message}\n`);

  const command = new Command('migrate')
    .description('bring the database up to date with the files in drizzle/')
    .action(async () => {
      const database = await context.openOwner();
      try {
        const { applied } = await migrate({
          ...database,
          onProgress: say,
          signal: context.signal,
          sealKey: findSealKey(context),
        });
        say(
          applied.length === 0
            ? 'The database is up to date.'
            : `Applied ${applied.length}: the database is up to date.`,
        );
      } finally {
        await database.close();
      }
    });

  command
    .command('status')
    .description('lists pending migrations; exits 1 when there are any')
    .action(async () => {
      const database = await context.openOwner();
      const db = openDatabase({ url: database.ownerUrl, maxConnections: 1 });
      try {
        const status = await db.read(systemActor('portal migrate status'), getMigrationStatus);
        if (status.current) say('The database is up to date.');
        else {
          say(status.problem ?? `To be applied: ${status.pending.join(', ')}. Run: portal migrate`);
          process.exitCode = 1;
        }
      } finally {
        await db.close();
        await database.close();
      }
    });

  command
    .command('drift')
    .description(
      'compare the database with a fresh one made from the files (needs CREATEDB); exits 1 when they differ',
    )
    .action(async () => {
      const database = await context.openOwner();
      try {
        const differences = await findDrift({ ...database, onProgress: say });
        for (const difference of differences) say(difference);
        say(
          differences.length === 0
            ? 'No drift: the database matches its files.'
            : `${differences.length} differences.`,
        );
        if (differences.length > 0) process.exitCode = 1;
      } finally {
        await database.close();
      }
    });

  return command;
}

/** `portal diagram`: draws the tables and their references for docs/tables.md. It needs no database. */
export function diagramCommand(context: CommandContext): Command {
  return new Command('diagram')
    .description('prints the tables and their relations as a Mermaid entity diagram')
    .option('--write', 'writes it into docs/tables.md')
    .action(async ({ write }: { write?: true }) => {
      if (write) await writeDiagram();
      else context.stdout.write(`${await drawDiagram()}\n`);
    });
}
