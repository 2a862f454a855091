import {
  acknowledgeAlert,
  changeEscalation,
  changeMaintenance,
  changeThresholds,
  chooseAlerts,
  endMaintenance,
  resetThresholds,
  startMaintenance,
} from '@namc/db/health/commands/alerts';
import { addWebhook, removeWebhook, rotateWebhook, testWebhook } from '@namc/db/health/commands/webhooks';
import {
  findMaintenance,
  getAlertChoices,
  getEscalation,
  listDeliveries,
  listWebhooks,
} from '@namc/db/health/queries';
import { getVerdict, listHealth, showAlerts } from '@namc/db/health/show-health';
import {
  acknowledgeAlertInput,
  addWebhookInput,
  changeEscalationInput,
  changeThresholdsInput,
  chooseAlertsInput,
  listHealthInput,
  resetThresholdsInput,
  startMaintenanceInput,
  webhookInput,
} from '@namc/inputs/health';
import { router, signedInProcedure, staffProcedure } from '../trpc.ts';

export const healthRouter = router({
  getVerdict: staffProcedure('health.read').query(({ ctx }) => ctx.db.read(ctx.actor, getVerdict)),
  list: staffProcedure('health.read')
    .input(listHealthInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listHealth(tx, input))),
  listAlerts: staffProcedure('health.read').query(({ ctx }) => ctx.db.read(ctx.actor, showAlerts)),
  findMaintenance: staffProcedure('health.read').query(({ ctx }) => ctx.db.read(ctx.actor, findMaintenance)),
  getAlertChoices: signedInProcedure.query(({ ctx }) => ctx.db.read(ctx.actor, getAlertChoices)),
  chooseAlerts: signedInProcedure
    .input(chooseAlertsInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => chooseAlerts(tx, input))),
  acknowledgeAlert: staffProcedure('health.manage')
    .input(acknowledgeAlertInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => acknowledgeAlert(tx, input))),
  startMaintenance: staffProcedure('health.manage')
    .input(startMaintenanceInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => startMaintenance(tx, input))),
  changeMaintenance: staffProcedure('health.manage')
    .input(startMaintenanceInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => changeMaintenance(tx, input))),
  endMaintenance: staffProcedure('health.manage').mutation(({ ctx }) =>
    ctx.db.write(ctx.actor, endMaintenance),
  ),
  getEscalation: staffProcedure('health.read').query(({ ctx }) => ctx.db.read(ctx.actor, getEscalation)),
  changeEscalation: staffProcedure('health.manage')
    .input(changeEscalationInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => changeEscalation(tx, input))),
  listWebhooks: staffProcedure('health.read').query(({ ctx }) => ctx.db.read(ctx.actor, listWebhooks)),
  listDeliveries: staffProcedure('health.read').query(({ ctx }) => ctx.db.read(ctx.actor, listDeliveries)),
  addWebhook: staffProcedure('health.manage')
    .input(addWebhookInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) =>
        addWebhook(tx, ctx.keys, input, { mayStayHere: ctx.webhooksMayStayHere }),
      ),
    ),
  rotateWebhook: staffProcedure('health.manage')
    .input(webhookInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => rotateWebhook(tx, ctx.keys, input))),
  removeWebhook: staffProcedure('health.manage')
    .input(webhookInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => removeWebhook(tx, input))),
  testWebhook: staffProcedure('health.manage')
    .input(webhookInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => testWebhook(tx, input))),
  changeThresholds: staffProcedure('health.manage')
    .input(changeThresholdsInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => changeThresholds(tx, input))),
  resetThresholds: staffProcedure('health.manage')
    .input(resetThresholdsInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => resetThresholds(tx, input))),
});
