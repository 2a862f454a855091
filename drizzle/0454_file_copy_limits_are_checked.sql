-- portal: tx
ALTER TABLE health_thresholds VALIDATE CONSTRAINT health_thresholds_possible;
