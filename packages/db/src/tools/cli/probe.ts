import { Command, InvalidArgumentError } from 'commander';
import { SettingsError } from '../../engine/settings.ts';
import { askPortal, type ProbeOptions, runProbe } from '../health/probe/probe.ts';
import type { CommandContext } from './command-context.ts';

export function probeCommand(context: CommandContext): Command {
  return new Command('probe')
    .description(
      'asks the portal from outside whether it and its database answer, tells by mail and webhook when they do not, and counts by minute',
    )
    .option('--every <seconds>', 'the pause between two samples', secondsOf, 15)
    .option('--once', 'asks once, and exits 0 if the portal answers and 2 if not')
    .action(async ({ every, once }: { every: number; once?: boolean }) => {
      const options = optionsOf(context);
      if (!once) return runProbe(options, { everySeconds: every, signal: context.signal });
      const problem = await askPortal(options.origin, context.signal);
      options.say(problem === null ? 'The portal answers.' : `The portal does not answer: ${problem}`);
      process.exitCode = problem === null ? 0 : 2;
    });
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 300)
    throw new InvalidArgumentError('It is a whole number from 1 to 300.');
  return seconds;
}

function optionsOf({ settings, stdout }: CommandContext): ProbeOptions {
  const { publicOrigin, probe, mail, database, workerUrl, isProduction } = settings;
  if (!publicOrigin) throw new SettingsError(['PUBLIC_ORIGIN must be set: the probe asks there']);
  return {
    name: probe.name,
    origin: publicOrigin,
    stateFile: probe.stateFile,
    mail:
      mail.smtpUrl && probe.mailTo ? { smtpUrl: mail.smtpUrl, from: mail.from, to: probe.mailTo } : undefined,
    webhook:
      probe.webhookUrl && probe.webhookSecret
        ? { address: probe.webhookUrl, secret: probe.webhookSecret, mayStayHere: !isProduction }
        : undefined,
    database: database && {
      url: database.url,
      systemUrl: workerUrl ?? database.url,
      preparedStatements: database.preparedStatements,
    },
    say: (line) => void stdout.write(`${line}\n`),
  };
}
