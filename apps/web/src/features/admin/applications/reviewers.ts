import { formatTime } from '../../../lib/formats.ts';
import type { Reviewer } from './application.ts';

const list = new Intl.ListFormat('en-US');

/** “Ana Reyes has this application open since 2:14 PM”; undefined when nobody has. */
export function reviewersInWords(reviewers: Pick<Reviewer, 'name' | 'since'>[]): string | undefined {
  const [first] = reviewers;
  if (!first) return undefined;
  if (reviewers.length === 1)
    return `${first.name} has this application open since ${formatTime(first.since)}`;
  const each = reviewers.map(({ name, since }) => `${name} (since ${formatTime(since)})`);
  return `${list.format(each)} have this application open`;
}
