-- portal: tx
-- Ninety days after its deadline a project stays over, so that the portal may forget whom it told of it: nobody hears of it twice. Its
-- poster copies it instead.
SELECT reword_function('check_deadline()', $old$  IF TG_OP = 'UPDATE' AND OLD.status IN ('CLOSED', 'AWARDED', 'CANCELLED') AND NEW.deadline_at IS DISTINCT FROM OLD.deadline_at THEN$old$,
  $new$  IF TG_OP = 'UPDATE' AND OLD.status <> 'DRAFT' AND OLD.deadline_at < now() - interval '90 days'
    AND NEW.deadline_at IS DISTINCT FROM OLD.deadline_at THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'deadline_at',
      MESSAGE = 'The bidding ended more than 90 days ago. Copy the project to ask for bids again.';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.status IN ('CLOSED', 'AWARDED', 'CANCELLED') AND NEW.deadline_at IS DISTINCT FROM OLD.deadline_at THEN$new$);
