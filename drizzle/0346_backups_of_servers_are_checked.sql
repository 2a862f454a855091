-- portal: tx
ALTER TABLE backup_runs VALIDATE CONSTRAINT backup_runs_act_known;
ALTER TABLE backup_runs VALIDATE CONSTRAINT backup_runs_type_known;
ALTER TABLE backup_runs VALIDATE CONSTRAINT backup_runs_one_line;
ALTER TABLE backup_runs VALIDATE CONSTRAINT backup_runs_of_a_server;
ALTER TABLE backup_runs VALIDATE CONSTRAINT backup_runs_proven_whole;
ALTER TABLE health_thresholds VALIDATE CONSTRAINT health_thresholds_possible;
