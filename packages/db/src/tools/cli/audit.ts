import { Command } from 'commander';
import { sealTrail } from '../../audit/seal/seal-trail.ts';
import { verifyTrail } from '../../audit/seal/verify-trail.ts';
import { type CommandContext, withDatabase } from './command-context.ts';

/** `portal audit`: seals and verifies the audit trail. */
export function auditCommand(context: CommandContext): Command {
  const say = (message: string) => void context.stdout.write(`${message}\n`);
  const command = new Command('audit').description('the trail of acts and changed rows');

  command
    .command('seal')
    .description('seals the rows written since the last run')
    .action(() => {
      const { current } = context.readKeys();
      return withDatabase(context, async (db) => {
        const rows = await sealTrail(
          db,
          { id: current.id, secret: current.seal },
          { signal: context.signal },
        );
        say(rows === 0 ? 'Nothing to seal.' : `${rows} rows sealed with the key ${current.id}.`);
      });
    });

  command
    .command('verify')
    .description('names each row that was edited, deleted, inserted or moved; exits 1 when there is one')
    .action(() => {
      const keys = context.readKeys().all.map(({ id, seal }) => ({ id, secret: seal }));
      return withDatabase(context, async (db) => {
        const { rows, batches, unsealed, problems } = await verifyTrail(db, keys, { signal: context.signal });
        for (const { message } of problems) say(message);
        say(`${rows} rows in ${batches} batches verified, ${unsealed} not sealed yet.`);
        if (problems.length === 0) say('The trail is intact.');
        else {
          say(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} found in the trail.`);
          process.exitCode = 1;
        }
      });
    });
  return command;
}
