import {
  type StatementOrder,
  type StatementRange,
  statementOrders,
  statementRanges,
} from '@namc/inputs/statements';
import { Command, Option } from 'commander';
import { systemActor } from '../../engine/actors.ts';
import {
  listStatementServers,
  listStatements,
  type StatementItem,
  type StatementServer,
} from '../../statements/queries.ts';
import { sampleStatements } from '../statements/sample-statements.ts';
import { type CommandContext, withDatabase } from './command-context.ts';

interface Flags {
  range: StatementRange;
  order: StatementOrder;
  limit: string;
  json?: boolean;
}

/** `portal statements`: what the database's statements cost. */
export function statementsCommand(context: CommandContext): Command {
  const say = (message: string) => void context.stdout.write(`${message}\n`);
  const command = new Command('statements')
    .description('what the database’s statements cost, over all servers, by the samples of each minute')
    .addOption(new Option('--range <span>', 'the span up to now').choices([...statementRanges]).default('1d'))
    .addOption(new Option('--order <by>', 'the first column').choices([...statementOrders]).default('time'))
    .option('--limit <number>', 'how many statements', '20')
    .option('--json', 'as JSON')
    .action((flags: Flags) =>
      withDatabase(context, async (db) => {
        const { range, order } = flags;
        const limit = Math.min(200, Math.max(1, Math.floor(Number(flags.limit)) || 20));
        const { servers, statements } = await db.read(
          systemActor('portal statements'),
          async (tx) => ({
            servers: await listStatementServers(tx),
            statements: await listStatements(tx, { range, order, limit }),
          }),
          { name: 'portal statements' },
        );
        if (flags.json) say(JSON.stringify({ range, servers, statements }, null, 2));
        else tell(servers, statements, say);
        if (servers.length === 0 || servers.some(({ state }) => state === 'UNKNOWN')) process.exitCode = 1;
      }),
    );

  command
    .command('sample')
    .description('reads the counters of each server once; the worker does it each minute')
    .action(() =>
      withDatabase(context, async (db, { url, replicaUrls = [], embedded }) => {
        const { database } = context.settings;
        const direct = database?.directUrls ?? [];
        const urls = direct.length > 0 ? direct : [url, ...replicaUrls];
        for (const { server, outcome, problem } of await sampleStatements(db, { urls, embedded })) {
          say(`${server}  ${problem ?? outcomeWords[outcome]}`);
          if (outcome === 'UNKNOWN') process.exitCode = 1;
        }
      }),
    );
  return command;
}

const outcomeWords: Record<string, string> = {
  COUNTED: 'counted',
  FIRST: 'read for the first time: the next reading counts',
  RESET: 'its statistics began anew: the next reading counts, and the time between is a gap',
  LATE: 'the reading before is too old: the next one counts, and the time between is a gap',
  TAKEN: 'another process has just read it',
};

function tell(servers: StatementServer[], statements: StatementItem[], say: (line: string) => void): void {
  if (servers.length === 0) say('Unknown: nothing was ever sampled. The worker samples each minute.');
  for (const { name, state, problem, isTried, evictedInADay } of servers) {
    if (state !== 'SAMPLED')
      say(`${name}  ${state === 'UNKNOWN' ? 'unknown' : 'not applicable'}: ${problem}`);
    else if (!isTried) say(`${name}  unknown: nobody has read it for three minutes. Does the worker run?`);
    if (evictedInADay > 0) {
      say(`${name}  at least: ${evictedInADay} evictions in a day. Raise pg_stat_statements.max.`);
    }
  }
  if (statements.length === 0) {
    say('No statement was counted in this span.');
    return;
  }
  say(' share      calls   mean ms       rows  blocks read  statement');
  for (const { share, calls, meanMs, rows, blocksRead, kind, text } of statements) {
    const words =
      text?.replace(/\s+/g, ' ').slice(0, 100) ?? (kind === 'UTILITY' ? '(utility)' : '(no text is stored)');
    say(
      [
        `${(share * 100).toFixed(1)}%`.padStart(6),
        String(calls).padStart(10),
        meanMs.toFixed(2).padStart(9),
        String(rows).padStart(10),
        String(blocksRead).padStart(12),
        ` ${words}`,
      ].join(' '),
    );
  }
}
