-- portal: no-tx
-- The order by name follows letters: no sign before a name and no accent moves it.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_contractors_name_order
  ON california_contractors ((translate(ltrim(coalesce(shown_name_key, name_key), ' "''#*+-=.,@&()!?/:$%[]<>~^_|’‘“”–—¡¿'), 'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ', 'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy')), license_number);
DROP INDEX CONCURRENTLY IF EXISTS idx_contractors_shown_name;
