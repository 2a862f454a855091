import { getLicenseInput } from '@namc/inputs/contractors';
import { Command } from 'commander';
import { getLicense } from '../../contractors/queries/license.ts';
import { getLicensePeople, type LicensePeople } from '../../contractors/queries/people.ts';
import { describedCodes } from '../../contractors/standing/described-codes.ts';
import type { Standing } from '../../contractors/standing/standing.ts';
import { openDatabase } from '../../database.ts';
import { visitor } from '../../engine/actors.ts';
import { InvalidInput } from '../../engine/errors.ts';
import type { CommandContext } from './command-context.ts';

/** Tells the standing of one license, as its page does. */
export function licenseCommand(context: CommandContext): Command {
  return new Command('license')
    .description('the standing of a license, as its page tells it')
    .argument('<number>', 'the license number')
    .option('--on <date>', 'the day (default: today in California)')
    .action(async (licenseNumber: string, options: { on?: string }) => {
      const input = getLicenseInput.safeParse({ licenseNumber, on: options.on });
      if (!input.success) {
        const [issue] = input.error.issues;
        throw new InvalidInput(String(issue?.path[0] ?? 'number'), issue?.message ?? 'is not valid');
      }
      const database = await context.openOwner();
      const db = openDatabase({ url: database.ownerUrl, maxConnections: 1 });
      try {
        const license = await db.read(visitor, (tx) => getLicense(tx, input.data));
        const beside = await db.read(visitor, (tx) => getLicensePeople(tx, input.data));
        context.stdout.write(`License ${license.licenseNumber}  ${license.name}\n`);
        context.stdout.write(standingText(license.standing));
        context.stdout.write(besideText(beside));
      } finally {
        await db.close();
        await database.close();
      }
    });
}

/** Lists the board's codes with the words that the portal gives them, as a Markdown table. */
export function codesCommand(context: CommandContext): Command {
  return new Command('codes')
    .description('the board’s status codes and the words that they give')
    .action(() => {
      const rows = describedCodes().map(
        ({ column, code, words }) => `| ${column} | \`${code}\` | ${words} |`,
      );
      context.stdout.write(`${['| column | code | words |', '| --- | --- | --- |', ...rows].join('\n')}\n`);
    });
}

/** The lines from the board's files of people and of policies, if they were loaded. */
function besideText({ people, coverage }: LicensePeople): string {
  const venture = people?.jointVenture;
  const lines = [
    ...(people ? [people.words] : []),
    ...(people?.qualifiers ?? []).flatMap(({ title, bond }, at, { length }) => [
      // The sentence of one person names the bond.
      ...(length > 1 ? [`Person ${at + 1}, ${title}: ${bond.words}`] : []),
      ...(bond.inference ? [`Inferred: ${bond.inference}`] : []),
    ]),
    ...(venture
      ? [
          `${venture.isVenture ? 'Joint venture of' : 'In a joint venture with'}: ${venture.licenses.map(({ licenseNumber }) => licenseNumber).join(', ')}`,
        ]
      : []),
    ...(people?.ageWords ? [people.ageWords] : []),
    ...(coverage ? [coverage.words] : []),
    ...(coverage?.inference ? [`Inferred: ${coverage.inference}`] : []),
  ];
  return lines.map((line) => `  ${line}\n`).join('');
}

const answers = { yes: 'Yes', no: 'No', unknown: 'Not known' };

function standingText(standing: Standing): string {
  const { mayContract, reasons, changes, inferences, notes, ageWords, validThrough } = standing;
  const lines = [
    standing.headline,
    ...(ageWords ? [ageWords] : []),
    `May bid and contract on ${standing.on}: ${answers[mayContract.answer]}. ${mayContract.why}`,
    ...(validThrough ? [`The license’s term ends on ${validThrough}.`] : []),
    ...[...changes, ...notes].map(({ words, source }) => `${words} (${source})`),
    ...inferences.map(({ words, source }) => `Inferred: ${words} (${source})`),
    `Source: ${standing.board.words} (${['PrimaryStatus', ...reasons.map(({ source }) => source)].at(-1)})`,
  ];
  return `${lines.map((line) => `  ${line}`).join('\n')}\n`;
}
