import type { Reviewer } from './application.ts';

const list = new Intl.ListFormat('en-US');
const timeOfDay = new Intl.DateTimeFormat('en-US', {
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'America/Los_Angeles',
  timeZoneName: 'short',
});

/** Reviewers in words, such as “Ana Reyes has had this application open since 2:14 PM PST”. Undefined if there are none. */
export function reviewersInWords(reviewers: Pick<Reviewer, 'name' | 'since'>[]): string | undefined {
  const [first] = reviewers;
  if (!first) return undefined;
  if (reviewers.length === 1)
    return `${first.name} has had this application open since ${timeOfDay.format(new Date(first.since))}`;
  const each = reviewers.map(({ name, since }) => `${name} (since ${timeOfDay.format(new Date(since))})`);
  return `${list.format(each)} have this application open`;
}
