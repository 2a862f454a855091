import { Command } from 'commander';
import { type CommandContext, withDatabase } from '../cli-context.ts';
import { formatMatrix, listIdentities } from './matrix.ts';

/** `portal access`: who may do what, as the policies are tested to hold it. */
export function accessCommand(context: CommandContext): Command {
  return new Command('access')
    .description('prints who may see and change which rows of which table')
    .action(() =>
      withDatabase(context, async (db) => {
        const identities = await db.read({ kind: 'system', name: 'portal access' }, listIdentities);
        context.stdout.write(`${formatMatrix(identities)}\n`);
      }),
    );
}
