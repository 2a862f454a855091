import { Command } from 'commander';
import { eq } from 'drizzle-orm';
import { approveApplication } from '../../applications/commands/decide.ts';
import { membershipApplications } from '../../applications/tables.ts';
import { systemActor } from '../../engine/actors.ts';
import { NotFound } from '../../engine/errors.ts';
import { users } from '../../members/tables.ts';
import { grantRole } from '../../roles/commands.ts';
import { formatMatrix, listIdentities } from '../access/matrix.ts';
import { type CommandContext, withDatabase } from './command-context.ts';

/** `portal access`: prints who may do what with which table. The tests hold the policies to it. */
export function accessCommand(context: CommandContext): Command {
  return new Command('access')
    .description('prints who may see and change which rows of which table')
    .action(() =>
      withDatabase(context, async (db) => {
        const identities = await db.read(systemActor('portal access'), listIdentities);
        context.stdout.write(`${formatMatrix(identities)}\n`);
      }),
    );
}

/** `portal roles`: appoints the first administrator. After that, administrators give roles in the portal. */
export function rolesCommand(context: CommandContext): Command {
  const command = new Command('roles').description('staff roles, for use before there is an administrator');
  command
    .command('grant <email> <role>')
    .description('gives an account a role, such as administrator')
    .option('--approve', 'approves the application of the account first')
    .option('--origin <url>', 'the portal’s address, for the mail about it', 'http://localhost:3000')
    .action(async (email: string, roleCode: string, options: { approve?: true; origin: string }) =>
      withDatabase(context, async (db) => {
        const reason = `On the command line, by ${context.user}`;
        await db.write(systemActor('portal roles'), async (tx) => {
          const [account] = await tx.orm
            .select({ id: users.id, application: membershipApplications.id })
            .from(users)
            .leftJoin(membershipApplications, eq(membershipApplications.userId, users.id))
            .where(eq(users.emailKey, email.trim().toLowerCase()));
          if (!account) throw new NotFound('account with the email address', email);
          if (options.approve && account.application) {
            await approveApplication(tx, { id: account.application, reason, portal: options.origin });
          }
          await grantRole(tx, { userId: account.id, roleCode, reason });
        });
        context.stdout.write(`${email} now has the role ${roleCode}.\n`);
      }),
    );
  return command;
}
