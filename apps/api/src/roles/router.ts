import { grantRole, setRolePermissions, takeRole } from '@namc/db/roles/commands';
import { getWayToPermission, listRoleHolders, listRoles } from '@namc/db/roles/queries';
import { grantRoleInput, takeRoleInput } from '@namc/inputs/role-grants';
import { setRolePermissionsInput } from '@namc/inputs/roles';
import { getWayToPermissionInput } from '@namc/inputs/way-to-permission';
import { actorOf } from '../actors.ts';
import { router, signedInProcedure, staffProcedure } from '../trpc.ts';

export const rolesRouter = router({
  list: staffProcedure('roles.read').query(({ ctx }) => ctx.db.read(ctx.actor, listRoles)),
  getWayToPermission: signedInProcedure
    .input(getWayToPermissionInput)
    .query(({ ctx, input }) =>
      ctx.db.read(actorOf(ctx.userId, 'system:roles'), (tx) =>
        getWayToPermission(tx, { ...input, userId: ctx.userId }),
      ),
    ),
  grant: staffProcedure('roles.grant')
    .input(grantRoleInput)
    .mutation(async ({ ctx, input }) => {
      await ctx.db.write(ctx.actor, (tx) => grantRole(tx, input));
      await ctx.sessions.forgetAccounts([input.userId]);
    }),
  take: staffProcedure('roles.grant')
    .input(takeRoleInput)
    .mutation(async ({ ctx, input }) => {
      await ctx.db.write(ctx.actor, (tx) => takeRole(tx, input));
      await ctx.sessions.forgetAccounts([input.userId]);
    }),
  setPermissions: staffProcedure('roles.manage')
    .input(setRolePermissionsInput)
    .mutation(async ({ ctx, input }) => {
      await ctx.db.write(ctx.actor, (tx) => setRolePermissions(tx, input));
      const holders = await ctx.db.read(
        actorOf(ctx.userId, 'system:roles'),
        (tx) => listRoleHolders(tx, input),
        { freshness: 'latest' },
      );
      await ctx.sessions.forgetAccounts(holders);
    }),
});
