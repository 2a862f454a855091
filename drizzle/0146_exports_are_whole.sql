-- portal: tx
-- In a transaction of its own, so that the check of the rows holds up nobody.
ALTER TABLE detached_partitions VALIDATE CONSTRAINT detached_partitions_one_line;
ALTER TABLE detached_partitions VALIDATE CONSTRAINT detached_partitions_exported_whole;
