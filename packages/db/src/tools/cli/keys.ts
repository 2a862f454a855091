import { Command } from 'commander';
import type { Database } from '../../engine/database.ts';
import { Failure } from '../../engine/errors.ts';
import { publicLineOf } from '../../engine/secrets/bid-keys.ts';
import { makeKey } from '../../engine/secrets/key-ring.ts';
import { type CommandContext, withDatabase } from './command-context.ts';
import { rotateBidKeys, rotateKeys } from './rotate-keys.ts';

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
    .action(() => {
      const ring = context.readKeys();
      return rotate(context, ring.current.id, (options) => rotateKeys({ ring, ...options }));
    });

  command
    .command('rotate-bids')
    .description('wraps the keys of sealed bids to the first key of PORTAL_BID_KEYS')
    .action(() => {
      const ring = context.readBidKeys();
      return rotate(context, ring.current.id, (options) => rotateBidKeys({ ring, ...options }));
    });

  command
    .command('bid-public')
    .description('prints the public half of the first key of PORTAL_BID_KEYS, for PORTAL_BID_PUBLIC_KEY')
    .action(() => void context.stdout.write(`${publicLineOf(context.readBidKeys().current)}\n`));
  return command;
}

/** Runs a rotation with its progress on the terminal. @throws Failure that names what cannot be decrypted. */
async function rotate(
  context: CommandContext,
  keyId: string,
  run: (options: {
    db: Database;
    signal: AbortSignal;
    onProgress: (rows: number) => void;
  }) => ReturnType<typeof rotateKeys>,
): Promise<void> {
  await withDatabase(context, async (db) => {
    const { rotated, unreadable } = await run({
      db,
      signal: context.signal,
      onProgress: (rows) => {
        if (context.stderr.isTTY) context.stderr.write(`\r${rows} rows encrypted again`);
      },
    });
    if (context.stderr.isTTY) context.stderr.write('\n');
    context.stdout.write(`${rotated} rows encrypted again with the key ${keyId}.\n`);
    if (unreadable.length > 0) {
      throw new Failure(
        'unavailable',
        `These rows cannot be decrypted with the given keys and stay unchanged: ${unreadable.join(', ')}`,
      );
    }
  });
}
