-- portal: tx
ALTER TABLE notifications VALIDATE CONSTRAINT notifications_path_inside;
