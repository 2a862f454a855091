import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { contractorChangeKinds, listContractorChangesInput } from '@namc/inputs/contractors';
import { calendarDate } from '@namc/inputs/text';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { ImportProgress, ImportSummary } from '../../contractors/import/attempt.ts';
import { checkContractors, importContractors } from '../../contractors/import/import-contractors.ts';
import { RefusedFile } from '../../contractors/import/refusal.ts';
import { getUndoableRun, type UndoableRun, undoImport } from '../../contractors/import/undo.ts';
import { listContractorChanges } from '../../contractors/queries/changes.ts';
import { californiaDay } from '../../contractors/standing/california-day.ts';
import { openDatabase } from '../../database.ts';
import { systemActor } from '../../engine/actors.ts';
import { errorCode } from '../../engine/connection.ts';
import { InvalidInput, Refused } from '../../engine/errors.ts';
import { generateContractors } from '../seed/contractors/generate-contractors.ts';
import { checkText, kindWords } from './check-text.ts';
import type { CommandContext } from './command-context.ts';
import { codesCommand, licenseCommand } from './licenses.ts';
import { ProgressLine } from './progress-line.ts';

export function contractorsCommand(context: CommandContext): Command {
  return new Command('contractors')
    .description('the license board’s contractors')
    .addCommand(importCommand(context))
    .addCommand(undoCommand(context))
    .addCommand(generateCommand(context))
    .addCommand(changesCommand(context))
    .addCommand(licenseCommand(context))
    .addCommand(codesCommand(context));
}

interface ImportFlags {
  check?: true;
  force?: true;
  asOf?: string;
  rejects?: string;
}

function importCommand(context: CommandContext): Command {
  return new Command('import')
    .description('update the tables from a file of the license board: licenses, people or policies')
    .argument('<file>', 'the CSV file')
    .option('--check', 'tell what it would change, and change nothing')
    .option('--force', 'import it even if it looks cut short, old or broken')
    .addOption(
      new Option('--as-of <date>', 'the file’s date, if it is not its latest LastUpdate').argParser(date),
    )
    .option('--rejects <file>', 'where rejected rows go (default: FILE.rejects.csv)')
    .action(async (file: string, options: ImportFlags) => {
      const database = await context.openImport();
      const progress = new ProgressLine(context.stderr);
      try {
        const asked = {
          ...database,
          file,
          importedBy: context.user,
          signal: context.signal,
          onProgress: (step: ImportProgress) => progress.show(step),
          ...(options.force ? { force: true } : {}),
          ...(options.asOf ? { asOf: options.asOf } : {}),
          ...(options.rejects ? { rejectsFile: options.rejects } : {}),
        };
        const text = options.check
          ? checkText(await checkContractors(asked))
          : summaryText(await importContractors(asked));
        progress.end();
        context.stdout.write(text);
      } catch (error) {
        throw error instanceof RefusedFile ? new Refused(refusalText(error), { cause: error }) : error;
      } finally {
        progress.end();
        await database.close();
      }
    });
}

function undoCommand(context: CommandContext): Command {
  return new Command('undo')
    .description('undo the last import; without --yes, tell what that would change')
    .option('--yes', 'undo it')
    .action(async ({ yes }: { yes?: true }) => {
      const database = await context.openImport();
      const progress = new ProgressLine(context.stderr);
      try {
        const run = await getUndoableRun(database);
        if (!yes) {
          context.stdout.write(undoableText(run));
          throw new Refused('Nothing was changed. Use --yes to undo it.');
        }
        const { restored, removed, held } = await undoImport({
          ...database,
          runId: run.id,
          undoneBy: context.user,
          signal: context.signal,
          onProgress: (step) => progress.show(step),
        });
        progress.end();
        const lines = [
          `Undid the import of ${run.fileName}.`,
          `  restored   ${count(restored)}`,
          `  removed    ${count(removed)}`,
          ...(held > 0 ? [`  kept       ${count(held)}, marked as gone: accounts hold them`] : []),
        ];
        context.stdout.write(`${lines.join('\n')}\n`);
      } finally {
        progress.end();
        await database.close();
      }
    });
}

function undoableText({
  fileName,
  fileKind,
  snapshotDate,
  importedBy,
  rowsNew,
  rowsChanged,
  rowsGone,
}: UndoableRun): string {
  return [
    `The last import is ${fileName}, ${kindWords[fileKind].file} of ${snapshotDate}, by ${importedBy}.`,
    `  ${kindWords[fileKind].rows} that go back to what they were: ${count(rowsChanged + rowsGone)}`,
    `  new ${kindWords[fileKind].rows} that leave: ${count(rowsNew)}`,
    '  Its list of changes is deleted. You can’t redo it, but you can import the file again.\n',
  ].join('\n');
}

function generateCommand(context: CommandContext): Command {
  return new Command('generate')
    .description('write a synthetic master file: invented firms in the real format')
    .addOption(
      new Option('--rows <number>', 'how many licenses')
        .default(245_000)
        .argParser(wholeNumber(1, 9_000_000)),
    )
    .addOption(
      new Option('--seed <number>', 'another seed makes other firms')
        .default(1)
        .argParser(wholeNumber(0, 1_000_000)),
    )
    .addOption(new Option('--as-of <date>', 'the file’s date (default: today)').argParser(date))
    .addOption(
      new Option('--edition <number>', '2 and later: the same firms with changes')
        .default(1)
        .argParser(wholeNumber(1, 80)),
    )
    .addOption(
      new Option('--changed <percent>', 'for a later edition: the percentage of changed firms')
        .default(1)
        .argParser(percent),
    )
    .addOption(
      new Option('--broken <number>', 'the number of broken rows')
        .default(0)
        .argParser(wholeNumber(0, 1_000_000)),
    )
    .option('--out <file>', 'where to (default: standard output)')
    .action(
      async (options: {
        rows: number;
        seed: number;
        asOf?: string;
        edition: number;
        changed: number;
        broken: number;
        out?: string;
      }) => {
        const { rows, seed, edition, broken, changed: changedPercent } = options;
        const asOf = options.asOf ?? californiaDay(new Date());
        const lines = Readable.from(
          generateContractors({ rows, seed, asOf, edition, changedPercent, broken }),
        );
        const { signal } = context;
        if (options.out) {
          await pipeline(lines, createWriteStream(options.out), { signal });
          context.stderr.write(`${options.out}: ${rows.toLocaleString('en-US')} invented contractors.\n`);
        } else {
          await pipeline(lines, context.stdout, { signal, end: false }).catch((error: unknown) => {
            // The reader stopped reading: `| head` closes the pipe.
            if (errorCode(error) !== 'EPIPE') throw error;
          });
        }
      },
    );
}

function changesCommand(context: CommandContext): Command {
  return new Command('changes')
    .description('what changed between imports, newest first')
    .addOption(new Option('--kind <kind...>', 'only these').choices(contractorChangeKinds))
    .option('--run <id>', 'only those of one import')
    .addOption(new Option('--limit <number>', 'how many').default(50).argParser(wholeNumber(1, 500)))
    .action(async (options: { kind?: string[]; run?: string; limit: number }) => {
      const input = listContractorChangesInput.safeParse({
        kinds: options.kind,
        run: options.run,
        limit: options.limit,
      });
      if (!input.success)
        throw new InvalidInput('--run', 'It must be the id of an import, as in its summary.');
      const database = await context.openOwner();
      const db = openDatabase({ url: database.ownerUrl, maxConnections: 1 });
      try {
        const { rows: changes } = await db.read(systemActor(`portal (${context.user})`), (tx) =>
          listContractorChanges(tx, input.data),
        );
        for (const change of changes) {
          const values = [change.before, change.after].filter((value) => value !== null).join(' → ');
          context.stdout.write(`${change.licenseNumber}  ${change.kind}  ${values}  ${change.name}\n`);
        }
        if (changes.length === 0) context.stdout.write('No changes.\n');
      } finally {
        await db.close();
        await database.close();
      }
    });
}

/** The reason, and what a person at this terminal can do about it. */
function refusalText({ message, notes, mayBeForced, rejectsFile }: RefusedFile): string {
  return [
    message,
    ...notes,
    ...(mayBeForced ? ['Use --force to import the file anyway.'] : []),
    ...(rejectsFile ? [`The rejected rows are in ${rejectsFile}.`] : []),
  ].join(' ');
}

const count = (number: number) => number.toLocaleString('en-US');

function summaryText(summary: ImportSummary): string {
  const lines = [
    summary.outcome === 'unchanged'
      ? `The same file as last time (${summary.snapshotDate}): nothing to change.`
      : `Imported the file of ${summary.snapshotDate}${summary.firstLoad ? ', the first one' : ''}.`,
    `  read       ${count(summary.read)}`,
    `  new        ${count(summary.added)}`,
    `  changed    ${count(summary.changed)}`,
    `  unchanged  ${count(summary.unchanged)}`,
    `  rejected   ${count(summary.rejected)}${summary.rejectsFile ? `  (see ${summary.rejectsFile})` : ''}`,
    `  gone       ${count(summary.gone)}${summary.returned > 0 ? `, returned ${count(summary.returned)}` : ''}`,
    ...Object.entries(summary.statusChanges).map(([change, number]) => `  ${change}: ${count(number)}`),
    ...Object.entries(summary.unknownClassifications).map(
      ([code, number]) => `  unknown classification ${code}: ${count(number)}`,
    ),
    ...summary.notes.map((note) => `  ${note}`),
    `  ${summary.seconds.toFixed(1)} s, ${count(Math.round(summary.read / summary.seconds))} rows/s, run ${summary.runId}`,
  ];
  return `${lines.join('\n')}\n`;
}

function date(text: string): string {
  const parsed = calendarDate.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('It must be a date such as 2026-03-31.');
  return parsed.data;
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}

function percent(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && number <= 100))
    throw new InvalidArgumentError('It must be from 0 to 100.');
  return number;
}
