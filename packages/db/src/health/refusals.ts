import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  alert_webhooks_one_of_name: 'Another webhook has this name.',
  health_alerts_acknowledged_ahead: 'Choose a time from now on, within the next 31 days.',
};

/** Only a defect can break these. */
export const defects: Refusals = {
  health_thresholds_in_order: 'The schema of the form asks for limits in order.',
  health_thresholds_possible: 'The schema of the form asks for limits that make sense in their unit.',
  health_alerts_one_open: 'The round updates the alert that is open.',
  health_alerts_acknowledged_whole: 'An acknowledgement sets all three.',
  health_maintenance_one_row: 'A window takes the place of one that is over.',
  health_maintenance_in_order: 'The window begins now, and lasts an hour at least.',
  alert_webhooks_sensible: 'The schema of the form asks for a name.',
  alert_deliveries_message_known: 'The statement that sends a message gives one.',
  probe_samples_whole_minutes: 'The probe counts by minute.',
  probe_samples_in_range: 'The probe counts what it asked, and of that what was answered.',
  portal_keys_fingerprint_short: 'The worker makes the fingerprint.',
  portal_settings_escalation_possible: 'The schema of the form asks for five minutes to a day.',
  portal_heartbeat_one_row: 'The migration makes the row, and nobody may insert another.',
};
