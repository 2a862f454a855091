import type { ProjectDateKind } from '@namc/inputs/projects';
import { lazily } from '../../../lib/formats.ts';

export const dateWords: Record<ProjectDateKind, string> = {
  QUESTIONS: 'Questions due',
  SITE_WALK: 'Site walk',
  BIDS: 'Bids due',
};

const formats = new Map<string, () => Intl.DateTimeFormat>();

/** “3:00 PM PST”, on the clocks of a zone. */
export function timeIn(at: string | Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = lazily(
      () =>
        new Intl.DateTimeFormat('en-US', {
          hour: 'numeric',
          minute: '2-digit',
          timeZone,
          timeZoneName: 'short',
        }),
    );
    formats.set(timeZone, format);
  }
  return format().format(new Date(at));
}
