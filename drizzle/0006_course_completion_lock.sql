-- portal: tx
-- Each completed module already shares its enrollment's key through the foreign key. FOR UPDATE conflicts with that
-- share, so that two modules finished at once could wait for each other: a deadlock. FOR NO KEY UPDATE does not.

CREATE OR REPLACE FUNCTION complete_course() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  enrollment course_enrollments;
BEGIN
  SELECT * INTO enrollment FROM course_enrollments WHERE id = NEW.enrollment_id FOR NO KEY UPDATE;
  IF enrollment.completed_at IS NULL AND NOT EXISTS (
    SELECT FROM course_modules
    WHERE course_id = NEW.course_id
      AND NOT EXISTS (SELECT FROM module_completions
                      WHERE enrollment_id = NEW.enrollment_id AND module_id = course_modules.id)
  ) THEN
    UPDATE course_enrollments
    SET completed_at = now(),
        certificate_number = format('NAMC-%s-%s', extract(year FROM now() AT TIME ZONE 'America/Los_Angeles'),
                                    lpad(nextval('certificate_numbers')::text, 6, '0'))
    WHERE id = NEW.enrollment_id;
  END IF;
  RETURN NULL;
END
$$;
