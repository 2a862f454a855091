import { Command } from 'commander';
import { Failure } from '../../engine/errors.ts';
import { makeKey } from '../../engine/secrets/key-ring.ts';
import { type CommandContext, withDatabase } from './command-context.ts';
import { rotateKeys } from './rotate-keys.ts';

/** `portal keys`: makes and rotates the keys of encrypted columns and seals. */
export function keysCommand(context: CommandContext): Command {
  const command = new Command('keys').description('the keys of encrypted columns and of the trail’s seals');

  command
    .command('generate')
    .description('prints a new key; put it first in PORTAL_KEYS or the file that PORTAL_KEYS_FILE names')
    .action(() => void context.stdout.write(`${makeKey()}\n`));

  command
    .command('rotate')
    .description('encrypts all data with the first key; after a stop, the next run continues')
    .action(async () => {
      const ring = context.readKeys();
      await withDatabase(context, async (db) => {
        const { rotated, unreadable } = await rotateKeys({
          db,
          ring,
          signal: context.signal,
          onProgress: (rows) => {
            if (context.stderr.isTTY) context.stderr.write(`\r${rows} rows encrypted again`);
          },
        });
        if (context.stderr.isTTY) context.stderr.write('\n');
        context.stdout.write(`${rotated} rows encrypted again with the key ${ring.current.id}.\n`);
        if (unreadable.length > 0) {
          throw new Failure(
            'unavailable',
            `These rows cannot be decrypted with the given keys and stay unchanged: ${unreadable.join(', ')}`,
          );
        }
      });
    });
  return command;
}
