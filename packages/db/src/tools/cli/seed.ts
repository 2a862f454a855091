import { Command, InvalidArgumentError, Option } from 'commander';
import { Refused } from '../../engine/errors.ts';
import { seedBench } from '../seed/seed-bench.ts';
import { demoAccounts, seedDemo } from '../seed/seed-demo.ts';
import { type CommandContext, withDatabase } from './command-context.ts';

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
}

function portion(text: string): number {
  const size = Number(text);
  if (!(size > 0 && size <= 10)) throw new InvalidArgumentError('It is a number above 0, at most 10.');
  return size;
}

/** `portal seed`: fills an empty database with demo data. */
export function seedCommand(context: CommandContext): Command {
  return new Command('seed')
    .description('fills an empty database with invented data')
    .addOption(
      new Option(
        '--scale <scale>',
        'demo: a small association; bench: the size at which the portal is measured',
      )
        .choices(['demo', 'bench'])
        .makeOptionMandatory(),
    )
    .option('--seed <number>', 'for bench: another seed makes other rows', wholeNumber, 1)
    .option('--size <part>', 'for bench: 0.1 is a tenth', portion, 1)
    .action(async ({ scale, seed, size }: { scale: 'demo' | 'bench'; seed: number; size: number }) => {
      const onProgress = (message: string) => void context.stderr.write(`${message}\n`);
      await withDatabase(context, async (db, { ownerUrl, embedded }) => {
        if (scale === 'demo') {
          await seedDemo(db, { onProgress });
          context.stdout.write('The demo association is ready. Its accounts:\n');
          for (const { role, email } of demoAccounts) {
            context.stdout.write(`  ${role.padEnd(20)} ${email}\n`);
          }
          return;
        }
        if (embedded && size > 0.01) {
          throw new Refused(
            'The embedded database is too small for that: set DATABASE_URL, or --size 0.01 at most.',
          );
        }
        const made = await seedBench({ ownerUrl, scale: size, seed, onProgress, signal: context.signal });
        for (const [table, rows] of Object.entries(made)) {
          context.stdout.write(`${rows.toLocaleString('en-US').padStart(12)} ${table}\n`);
        }
      });
    });
}
