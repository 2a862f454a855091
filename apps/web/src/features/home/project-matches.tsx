import { asSentence } from '@namc/inputs/change-sentence';
import { distanceWords, roughDistance } from '@namc/inputs/miles';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../lib/api.ts';
import { instantIn, leftWords, workLabel } from '../projects/project-words.ts';

type Match = inferOutput<typeof api.projects.listMatches>[number];
const link = 'inline-flex min-h-11 items-center text-link underline underline-offset-4 lg:min-h-6';

/** Open projects that the member's firm can bid on, each with its reasons. */
export default function ProjectMatches({ matches }: { matches: Match[] }) {
  return (
    <>
      {matches.length === 0 ? (
        <p className="text-text-2">No open project fits your firm right now.</p>
      ) : (
        <ul
          aria-label="Projects for your firm"
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
        >
          {matches.map((match) => (
            <li
              key={match.id}
              className="relative space-y-1 px-4 py-3 focus-within:bg-info-tint hover:bg-info-tint"
            >
              <h3 className="font-semibold wrap-anywhere">
                <Link
                  to="/projects/$id"
                  params={{ id: match.id }}
                  className="text-link underline-offset-4 after:absolute after:inset-0 hover:underline"
                >
                  {match.title}
                </Link>
              </h3>
              {match.deadlineAt && (
                <p className="text-dense">
                  Bids by {instantIn(match.deadlineAt, match.deadlineTimeZone)}
                  {match.secondsLeft !== null && (
                    <span className="text-text-2"> · {leftWords(match.secondsLeft)}</span>
                  )}
                </p>
              )}
              <p className="text-dense text-text-2 wrap-anywhere">{reasonsOf(match).join(' ')}</p>
            </li>
          ))}
        </ul>
      )}
      {matches.length > 0 ? (
        <div>
          <Link to="/projects" search={{ isQualified: true }} className={link}>
            All projects that you qualify for
          </Link>
          <p className="text-dense text-text-2">
            We email you the new ones.{' '}
            <Link to="/saved" className="text-link underline underline-offset-4">
              Choose when
            </Link>
          </p>
        </div>
      ) : (
        <Link to="/projects" className={link}>
          All open projects
        </Link>
      )}
    </>
  );
}

function reasonsOf(match: Match): string[] {
  const { company, has, meters, isInArea, isBonded, countsToward, siteWalkAt } = match;
  const place = [
    meters !== null && `${distanceWords(roughDistance(meters, null))} away`,
    isInArea !== null && (isInArea ? 'in your service area' : 'outside your service area'),
  ].filter(Boolean);
  return [
    `${company} has ${has.map(workLabel).join(', ')}.`,
    place.length > 0 && `${asSentence(place.join(', '))}.`,
    isBonded !== null &&
      (isBonded ? 'Your bond covers the budget.' : 'The budget is above your bond for one job.'),
    countsToward.length > 0 && `Your ${countsToward.join(' and ')} counts toward its goal.`,
    siteWalkAt &&
      match.isSiteWalkMandatory &&
      `Come to the site walk: ${instantIn(siteWalkAt, match.deadlineTimeZone)}.`,
  ].filter((each) => typeof each === 'string');
}
