import { Command } from 'commander';
import type { CommandContext } from '../cli-context.ts';
import { openDatabase } from '../database.ts';
import { formatMatrix, listIdentities } from './matrix.ts';

/** `portal access`: who may do what, as the policies are tested to hold it. */
export function accessCommand(context: CommandContext): Command {
  return new Command('access')
    .description('prints who may see and change which rows of which table')
    .action(async () => {
      const { url, close } = await context.openOwner();
      const db = openDatabase({ url, maxConnections: 1 });
      try {
        const identities = await db.read({ kind: 'system', name: 'portal access' }, listIdentities);
        context.stdout.write(`${formatMatrix(identities)}\n`);
      } finally {
        await db.close();
        await close();
      }
    });
}
