import { existsSync } from 'node:fs';
import { manyLines } from '@namc/inputs/text';
import { Command, InvalidArgumentError } from 'commander';
import { storeVerification } from '../../audit/commands.ts';
import { acceptFindings } from '../../audit/seal/accept-findings.ts';
import { type Anchor, readAnchor } from '../../audit/seal/anchor.ts';
import { readStore } from '../../audit/seal/anchor-store.ts';
import { allSealKeys, currentSealKey } from '../../audit/seal/entry.ts';
import { ObjectStore } from '../../audit/seal/object-store.ts';
import { sealTrail } from '../../audit/seal/seal-trail.ts';
import { type Verification, verifyTrail } from '../../audit/seal/verify-trail.ts';
import { systemActor } from '../../engine/actors.ts';
import { type CommandContext, withDatabase } from './command-context.ts';

interface VerifyFlags {
  anchor?: string;
  expect?: { batch: number; seal: string };
  state?: boolean;
  limit?: number;
  store?: boolean;
}

/** `portal audit`: seals and verifies the audit trail. */
export function auditCommand(context: CommandContext): Command {
  const say = (message: string) => void context.stdout.write(`${message}\n`);
  const command = new Command('audit').description('the trail of acts and changed rows');

  command
    .command('seal')
    .description('seals the rows written since the last run; the worker does it each minute')
    .action(() => {
      const { current } = context.readSealKeys();
      return withDatabase(context, async (db) => {
        const { rows, retired, anchored, stored } = await sealTrail(db, {
          key: currentSealKey(context.readSealKeys()),
          anchor: anchorOf(context),
          signal: context.signal,
        });
        say(rows === 0 ? 'Nothing to seal.' : `${rows} rows sealed with the key ${current.id}.`);
        for (const partition of retired) say(`${partition} is past its retention and may be dropped.`);
        if (anchored)
          say(`The anchor ${context.settings.anchorFile} knows the chain up to batch ${anchored.batch}.`);
        if (stored && 'failed' in stored) {
          say(stored.failed);
          process.exitCode = 1;
        } else if (stored) {
          say(`The anchor ${context.settings.anchorStore} knows the chain up to batch ${stored.batch}.`);
        }
      });
    });

  command
    .command('verify')
    .description(
      'names what was edited, deleted, inserted or moved in the trail; exits 1 when there is something',
    )
    .option(
      '--anchor <place>',
      'demands the chain that this file or s3://bucket/prefix knows (default: the portal’s own)',
    )
    .option('--expect <batch:seal>', 'demands this batch, as a letter to the auditor names it', readExpected)
    .option('--state', 'compares the present rows of each audited table with the trail')
    .option('--limit <seconds>', 'how long a row may wait for its seal', readSeconds)
    .option('--store', 'stores the outcome for the pages of staff')
    .action((flags: VerifyFlags) => verify(context, flags, say));

  command
    .command('accept')
    .description('seals the rules in force after a change outside of a migration, or after a restored backup')
    .requiredOption('--reason <text>', 'why; it is sealed with the act', readReason)
    .action(({ reason }: { reason: string }) =>
      withDatabase(context, async (db) => {
        await acceptFindings(db, {
          key: currentSealKey(context.readSealKeys()),
          anchor: anchorOf(context),
          reason,
          by: context.user,
        });
        say('Accepted and sealed. portal audit verify shows it from now on as a note.');
      }),
    );
  return command;
}

function anchorOf({ settings }: CommandContext): Anchor {
  const { anchorFile: file, anchorStore } = settings;
  return { file, store: anchorStore ? { objects: new ObjectStore(anchorStore) } : undefined };
}

/** The file and the object store to compare with: the named one, or the portal's own. */
function placesOf({ settings }: CommandContext, named: string | undefined) {
  if (named !== undefined) return named.startsWith('s3://') ? { store: named } : { file: named };
  const { anchorFile, anchorStore } = settings;
  return { file: existsSync(anchorFile) ? anchorFile : undefined, store: anchorStore };
}

function verify(context: CommandContext, flags: VerifyFlags, say: (line: string) => void): Promise<void> {
  const { auditorUrl, trailAlarmSeconds } = context.settings;
  const { file, store } = placesOf(context, flags.anchor);
  return withDatabase(context, async (db, opened) => {
    const verified = await verifyTrail({
      url: auditorUrl ?? opened.systemUrl ?? opened.url,
      preparedStatements: opened.preparedStatements,
      embedded: opened.embedded,
      keys: allSealKeys(context.readSealKeys()),
      anchor: file === undefined ? undefined : await readAnchor(file),
      stored: store === undefined ? undefined : await readStore(new ObjectStore(store)),
      expected: flags.expect,
      withState: flags.state ?? false,
      longestUnsealedSeconds: flags.limit ?? trailAlarmSeconds,
      signal: context.signal,
    });
    if (flags.store) {
      await db.write(systemActor('portal audit verify'), (tx) =>
        storeVerification(tx, {
          ...verified,
          verifiedBy: context.user,
          key: currentSealKey(context.readSealKeys()),
        }),
      );
    }
    tell(verified, [file, store], say);
    if (verified.problems.length > 0) process.exitCode = 1;
  });
}

function tell(verified: Verification, places: (string | undefined)[], say: (line: string) => void): void {
  const { rows, batches, unsealed, problems, notes } = verified;
  for (const note of notes) say(`Note: ${note}`);
  if (!verified.comparedAnchor) {
    say('Note: No anchor was compared, so the end of the chain is not proven (--anchor).');
  }
  for (const place of places) if (place) say(`Compared with the anchor ${place}.`);
  for (const { message } of problems) say(message);
  say(`${rows} rows in ${batches} batches verified, ${unsealed} not sealed yet.`);
  if (problems.length === 0) say('The trail is intact.');
  else say(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} found in the trail.`);
}

function readExpected(text: string): { batch: number; seal: string } {
  const [, batch, seal] = /^(\d+):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (!batch || !seal) throw new InvalidArgumentError('It has the form batch:seal, as in 1234:0f3a….');
  return { batch: Number(batch), seal };
}

function readSeconds(text: string): number {
  if (!/^\d{1,8}$/.test(text)) throw new InvalidArgumentError('It is a whole number of seconds.');
  return Number(text);
}

function readReason(text: string): string {
  const { data, error } = manyLines(1000).safeParse(text);
  if (error) throw new InvalidArgumentError(`It ${error.issues[0]?.message}.`);
  return data;
}
