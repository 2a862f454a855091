import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  backup_runs_one_open: 'Another backup is running.',
};

/** Only a defect can break these. */
export const defects: Refusals = {
  backup_runs_name_once: 'A backup is named after the moment at which it begins, and one runs at a time.',
  backup_runs_proven_or_failed: 'The run ends with one of the two in one statement.',
  backup_runs_act_known: 'The agent names an act of its own list.',
  backup_runs_type_known: 'The agent names a type of its own list.',
  backup_runs_of_a_server:
    'The agent records runs of its server alone, and the portal those of the embedded database.',
  backup_runs_proven_whole: 'The run stores what it measured.',
  backup_runs_removed_later: 'Only backups that have ended are removed.',
  file_copies_sensible: 'The agent counts what it copied.',
};
