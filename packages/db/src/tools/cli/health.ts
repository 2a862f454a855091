import type { HealthState } from '@namc/inputs/health';
import { Command } from 'commander';
import { openDatabase } from '../../database.ts';
import { systemActor } from '../../engine/actors.ts';
import { type AlertRow, listAlerts, listHealthStates, listHealthThresholds } from '../../health/queries.ts';
import { runChecks } from '../health/run-checks.ts';
import { type ShownCheck, showChecks, type Verdict, verdictOf } from '../health/show-health.ts';
import { type CommandContext, unlessCanceled } from './command-context.ts';
import { ProgressLine } from './progress-line.ts';

/** For a monitoring program: what it reads from the exit code. */
const exitCodes: Record<HealthState, number> = { ok: 0, 'not applicable': 0, warn: 1, bad: 2, unknown: 3 };

export function healthCommand(context: CommandContext): Command {
  return new Command('health')
    .description(
      'checks the database now; exits 0 when all is well, 1 for a warning, 2 when something is bad, 3 when something is not known',
    )
    .option('--json', 'prints the verdict and every check as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { shown, verdict, alerts } = await checkNow(context);
      if (json) {
        context.stdout.write(
          `${JSON.stringify({ verdict: withoutChecks(verdict), alerts, checks: shown }, null, 2)}\n`,
        );
      } else {
        for (const line of inLines(verdict, shown, alerts)) context.stdout.write(`${line}\n`);
      }
      process.exitCode = exitCodes[verdict.state];
    });
}

const withoutChecks = ({ attention, ...verdict }: Verdict) => ({
  ...verdict,
  attention: attention.map(({ name }) => name),
});

/**
 * Runs the checks with the rights of this command. It stores nothing: the worker's own round may see more. The worker's rows
 * say since when a state holds.
 */
async function checkNow(
  context: CommandContext,
): Promise<{ shown: ShownCheck[]; verdict: Verdict; alerts: AlertRow[] }> {
  const opened = await context.openOwner();
  const { url, staffUrl, preparedStatements = true, replicaUrls = [], embedded } = opened;
  const { directUrls = [], poolerUrl } = context.settings.database ?? {};
  // The worker's login reads the queue too.
  const systemUrl = embedded ? opened.systemUrl : (context.settings.workerUrl ?? opened.systemUrl);
  const db = openDatabase({ url, staffUrl, systemUrl, preparedStatements, maxConnections: embedded ? 1 : 4 });
  const system = systemActor('portal health');
  const progress = new ProgressLine(context.stderr);
  const phase = 'Checking the database';
  const check = async () => {
    const thresholds = await db.read(system, listHealthThresholds).catch(() => []);
    const found = await runChecks({
      db,
      serverUrls: directUrls.length > 0 ? directUrls : [url, ...replicaUrls],
      isEmbedded: embedded,
      poolerUrl,
      limits: new Map(thresholds.map(({ checkName, ...limits }) => [checkName, limits])),
      onProgress: (answered, of) =>
        progress.show({ phase, detail: `${answered} of ${of} questions answered` }),
    });
    const stored = await db.read(system, listHealthStates).catch(() => []);
    const checkedAt = new Date();
    const states = found.map((one) => {
      const before = stored.find(({ checkName, isStale }) => checkName === one.checkName && !isStale);
      const since = before?.state === one.state ? before.since : checkedAt;
      return { ...one, since, checkedAt, isStale: false };
    });
    const shown = showChecks(states, thresholds);
    const alerts = (await db.read(system, listAlerts).catch(() => [])).filter(
      ({ resolvedAt }) => resolvedAt === null,
    );
    return { shown, verdict: verdictOf(shown), alerts };
  };
  try {
    progress.show({ phase });
    return await unlessCanceled(context, check());
  } finally {
    progress.end();
    await db.close();
    await opened.close();
  }
}

const marks: Record<HealthState, string> = {
  ok: 'ok',
  warn: 'WARN',
  bad: 'BAD',
  unknown: 'unknown',
  'not applicable': 'n/a',
};

function inLines(verdict: Verdict, shown: ShownCheck[], alerts: AlertRow[]): string[] {
  const attention = verdict.attention.flatMap((check) => [
    '',
    `${marks[check.state]}  ${check.name}: ${check.says}`,
    ...check.evidence.slice(0, 5).map((row) => `      ${rowInWords(row)}`),
    `      ${check.explanation}`,
    ...(check.fix && check.state !== 'unknown'
      ? [`      Run: ${check.fix.sql}`, `      ${check.fix.lock}`]
      : []),
  ]);
  const rest = shown
    .filter(({ name }) => !verdict.attention.some((check) => check.name === name))
    .map(({ name, state, says }) => `${marks[state].padEnd(4)} ${name}: ${says}`);
  const open = alerts.map(({ checkName, state, says, openedAt, acknowledgedUntil }) => {
    const known = acknowledgedUntil ? ` (acknowledged until ${acknowledgedUntil.toISOString()})` : '';
    return `ALERT ${marks[state]} since ${openedAt.toISOString()}: ${checkName}: ${says}${known}`;
  });
  return [verdict.says, ...(open.length > 0 ? ['', ...open] : []), ...attention, '', ...rest];
}

const rowInWords = (row: Record<string, unknown>): string =>
  Object.entries(row)
    .map(([name, value]) => `${name} ${String(value ?? '-')}`)
    .join(', ');
