-- portal: tx
-- A moment on the clock of a zone, with the name of the zone. `timeZones` has the zones that a project may have.
CREATE OR REPLACE FUNCTION clock_words(at timestamptz, zone text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN to_char(at AT TIME ZONE zone, 'FMMonth FMDD, YYYY at FMHH12:MI AM') || CASE zone
  WHEN 'America/Los_Angeles' THEN ' Pacific time'
  WHEN 'America/Denver' THEN ' Mountain time'
  WHEN 'America/Phoenix' THEN ' Arizona time'
  WHEN 'America/Chicago' THEN ' Central time'
  WHEN 'America/New_York' THEN ' Eastern time'
  WHEN 'America/Anchorage' THEN ' Alaska time'
  WHEN 'Pacific/Honolulu' THEN ' Hawaii time'
  ELSE format(' (%s)', zone) END;
