import { grantRole, setRolePermissions, takeRole } from '@namc/db/roles/commands';
import { listRoles } from '@namc/db/roles/queries';
import { grantRoleInput, setRolePermissionsInput, takeRoleInput } from '@namc/inputs/roles';
import { router, staffProcedure } from '../trpc.ts';

export const rolesRouter = router({
  list: staffProcedure('members.read').query(({ ctx }) => ctx.db.read(ctx.actor, listRoles)),
  grant: staffProcedure('roles.grant')
    .input(grantRoleInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => grantRole(tx, input))),
  take: staffProcedure('roles.grant')
    .input(takeRoleInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => takeRole(tx, input))),
  setPermissions: staffProcedure('roles.manage')
    .input(setRolePermissionsInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => setRolePermissions(tx, input))),
});
