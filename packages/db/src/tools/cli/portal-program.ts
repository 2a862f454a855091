import { Command } from 'commander';
import { accessCommand, rolesCommand } from './access.ts';
import { agentCommand } from './agent.ts';
import { auditCommand } from './audit.ts';
import { backupCommand } from './backup.ts';
import { clusterCommand } from './cluster.ts';
import type { CommandContext } from './command-context.ts';
import { contractorsCommand } from './contractors.ts';
import { drillCommand, restoreCommand } from './drill.ts';
import { healthCommand } from './health.ts';
import { keysCommand } from './keys.ts';
import { mailCommand } from './mail.ts';
import { maintenanceCommand } from './maintenance.ts';
import { diagramCommand, migrateCommand } from './migrations.ts';
import { connectionsCommand, partitionsCommand } from './operations.ts';
import { probeCommand } from './probe.ts';
import { seedCommand } from './seed.ts';
import { statementsCommand } from './statements.ts';

/** Every command of `portal`. A command uses the context only when it runs. */
export function portalProgram(context: CommandContext): Command {
  const program = new Command('portal')
    .description(
      'The command line of the NAMC NorCal portal. It uses DATABASE_URL, or the embedded database if that is not set.',
    )
    .showHelpAfterError('(add --help for commands and options)')
    .addCommand(migrateCommand(context))
    .addCommand(contractorsCommand(context))
    .addCommand(accessCommand(context))
    .addCommand(rolesCommand(context))
    .addCommand(connectionsCommand(context))
    .addCommand(healthCommand(context))
    .addCommand(probeCommand(context))
    .addCommand(agentCommand(context))
    .addCommand(clusterCommand(context))
    .addCommand(backupCommand(context))
    .addCommand(drillCommand(context))
    .addCommand(restoreCommand(context))
    .addCommand(partitionsCommand(context))
    .addCommand(maintenanceCommand(context))
    .addCommand(mailCommand(context))
    .addCommand(statementsCommand(context))
    .addCommand(auditCommand(context))
    .addCommand(keysCommand(context))
    .addCommand(seedCommand(context))
    .addCommand(diagramCommand(context));
  leaveTheProcess(program, context);
  return program;
}

/** Commander would end the process inside a subcommand, before an open database is closed, and write to its streams. */
function leaveTheProcess(command: Command, context: CommandContext): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => context.stdout.write(text),
    writeErr: (text) => context.stderr.write(text),
  });
  for (const inner of command.commands) leaveTheProcess(inner, context);
}

/** The names of all commands, such as `migrate` and `migrate status`. */
export function listPortalCommands(): string[] {
  const unused = (): never => {
    throw new Error('This program only lists its commands.');
  };
  const { stdout, stderr } = process;
  const { signal } = new AbortController();
  const context = {
    get settings() {
      return unused();
    },
    openOwner: unused,
    openImport: unused,
    readKeys: unused,
    readSealKeys: unused,
    readBidKeys: unused,
    environment: {},
    stdout,
    stderr,
    signal,
    user: '',
  };
  const list = ({ commands }: Command, before: string): string[] =>
    commands.flatMap((each) => [before + each.name(), ...list(each, `${before}${each.name()} `)]);
  return list(portalProgram(context), '');
}
