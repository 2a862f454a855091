const formats = new Map<string, Intl.DateTimeFormat>();

/** The instant as a field for a date and a time has it, on the clocks of a zone: `2026-12-08T15:00`. */
export function clockTimeOf(at: string | Date | number | null, timeZone: string): string {
  if (at === null) return '';
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const parts = format.formatToParts(new Date(at));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

const dayMs = 86_400_000;

/**
 * The instants at which the clocks of a zone show a time, the earlier one first: none in the hour that a clock change leaves out, and two
 * in the hour that comes twice. PostgreSQL takes the later one of two.
 */
export function instantsOf(clockTime: string, timeZone: string): Date[] {
  const asUtc = Date.parse(`${clockTime}Z`);
  if (Number.isNaN(asUtc)) return [];
  // The difference to UTC before a change, and after it.
  const tried = [asUtc - dayMs, asUtc + dayMs].map((near) => {
    const shown = Date.parse(`${clockTimeOf(near, timeZone)}Z`);
    return asUtc - (shown - near);
  });
  return [...new Set(tried)]
    .filter((at) => !Number.isNaN(at) && clockTimeOf(at, timeZone) === clockTime)
    .sort((one, other) => one - other)
    .map((at) => new Date(at));
}

/** Said of a time that no clock of the zone shows. */
export const noSuchTime = 'must be another time: the clocks go forward that night and skip this one';
