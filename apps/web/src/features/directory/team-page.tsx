import { distanceWords } from '@namc/inputs/miles';
import { tradeSkills } from '@namc/inputs/skills';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { abortOnUnmount, api, statusOf } from '../../lib/api.ts';
import { plural } from '../../lib/formats.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { NothingFound } from '../../ui/illustrations.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useMay, useSignedIn } from '../accounts/me.ts';
import { RenewLink } from '../memberships/renew-link.tsx';
import { nearestPlacesQuery } from '../places/place-queries.ts';
import { UnknownPlace } from '../places/unknown-place.tsx';
import { CertificationPills } from './certification-pills.tsx';
import type { DirectoryItem } from './directory-queries.ts';
import { lastDirectory } from './last-directory.ts';
import { TeamForm } from './team-form.tsx';
import { classLabel, isWhole, type TeamSearch } from './team-search.ts';

/** The smallest teams of member firms that bring what a job needs. */
export function TeamPage({
  search,
  leftOut,
  change,
}: {
  search: TeamSearch;
  /** The needs in the address that the page does not take. */
  leftOut: string | null;
  change: (search: TeamSearch) => void;
}) {
  const me = useSignedIn();
  const isMember = useMay('READ_DIRECTORY');
  const asked = isMember && isWhole(search);
  const found = useQuery({
    ...api.directory.findTeams.queryOptions(search, abortOnUnmount),
    enabled: asked,
  });
  const isUnknown = statusOf(found.error) === 400;
  const nearest = useQuery({ ...nearestPlacesQuery(search.near), enabled: isUnknown });
  const announce = useAnnounce();
  const { teams = [], firms = {}, missing = [], isTooMuch = false } = found.data ?? {};
  const needs = [...search.trades.map(classLabel), ...search.skills.map((code) => tradeSkills[code])];
  const total = found.data ? `${teams.length} ${plural(teams.length, 'team')}` : null;
  useEffect(() => {
    if (total) announce(`${total} found`);
  }, [total, announce]);
  useEffect(() => {
    if (isUnknown) announce(`We couldn’t find “${search.near}.”`);
  }, [isUnknown, search.near, announce]);
  // The form begins anew when Back or a link brings another search, and stays when it sent the search itself.
  const now = JSON.stringify(search);
  const [form, setForm] = useState({ key: now, sent: '', seen: now });
  if (form.seen !== now) setForm({ ...form, seen: now, key: now === form.sent ? form.key : now });
  const send = (next: TeamSearch) => {
    setForm((before) => ({ ...before, sent: JSON.stringify(next) }));
    change(next);
  };
  // The teams are below two long lists: a person who asked for them is led there.
  const heading = useRef<HTMLHeadingElement>(null);
  const isAnswered = found.data !== undefined && form.sent === now;
  useEffect(() => {
    if (isAnswered) heading.current?.focus();
  }, [isAnswered]);
  return (
    <div className="max-w-5xl space-y-4">
      <Link
        to="/directory"
        search={lastDirectory()}
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8 print:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        Directory
      </Link>
      <header>
        <PageHeading title="Find a team" />
        <p className="max-w-[70ch] text-text-2">
          Choose what a job needs. You see the fewest member firms that bring all of it together, nearest
          first. Their licenses are in good standing today.
        </p>
      </header>
      {me && !isMember ? (
        <Notice kind="info" title="For active members">
          <p>
            Once your membership is active, you find teams here.
            <RenewLink />
          </p>
        </Notice>
      ) : (
        <TeamForm
          key={form.key}
          search={search}
          change={send}
          problem={isUnknown ? 'place-problem' : undefined}
        />
      )}
      {isMember && leftOut && (
        <p role="status" className="text-dense">
          {leftOut}
        </p>
      )}
      {isUnknown && (
        <UnknownPlace
          id="place-problem"
          near={search.near}
          nearest={nearest.data ?? []}
          choose={(near) => change({ ...search, near })}
        />
      )}
      {found.isError && !isUnknown && (
        <ErrorPanel what="Couldn’t find teams" error={found.error} retry={() => void found.refetch()} />
      )}
      {asked && found.isPending && <Loading />}
      {found.data && (
        <section aria-label="Teams" className="space-y-3">
          <h2
            ref={heading}
            tabIndex={-1}
            className="scroll-mt-4 text-lead font-semibold tabular-nums focus:outline-none"
          >
            {total}
          </h2>
          {missing.length > 0 && (
            <Notice kind="warn" title="Nobody brings all of it">
              <p>
                No firm within {search.miles} {plural(search.miles, 'mile')} brings{' '}
                {missing.map((at) => needs[at]).join(', ')}.
                {teams.length > 0 && ' The teams below bring the rest.'}
              </p>
            </Notice>
          )}
          {isTooMuch && (
            <Notice kind="info" title="More than three firms are needed">
              <p>Ask for fewer classes and skills at a time, or look further away.</p>
            </Notice>
          )}
          {teams.length === 0 && !isTooMuch && missing.length === 0 && (
            <Empty drawing={<NothingFound />} title="No teams found">
              <p>Try a longer distance or other needs.</p>
            </Empty>
          )}
          {teams.length > 0 && (
            <ol aria-label="Teams, the smallest and nearest first" className="space-y-3">
              {teams.map((ids) => (
                <li
                  key={ids.join()}
                  className="break-inside-avoid rounded-card border border-divider bg-surface p-4"
                >
                  <h3 className="mb-2 font-semibold">
                    {ids.length === 1 ? 'One firm alone' : `${ids.length} firms together`}
                  </h3>
                  <ul className="space-y-3">
                    {ids.map((id) => {
                      const firm = firms[id];
                      return (
                        firm && <Reason key={id} firm={firm} needs={firm.brings.map((at) => needs[at])} />
                      );
                    })}
                  </ul>
                </li>
              ))}
            </ol>
          )}
        </section>
      )}
    </div>
  );
}

type TeamFirm = Omit<DirectoryItem, 'spot'> & { distance: Parameters<typeof distanceWords>[0] };

/** A firm of a team, and why it is in it. */
function Reason({ firm, needs }: { firm: TeamFirm; needs: (string | undefined)[] }) {
  const { id, name, city, distance, certifications } = firm;
  return (
    <li className="wrap-anywhere">
      <Link
        to="/directory/$id"
        params={{ id }}
        className="font-semibold text-link underline-offset-4 hover:underline"
      >
        {name}
      </Link>
      <p className="text-dense">{needs.join(', ')}</p>
      <p className="text-dense text-text-2">
        {['License in good standing', city, `${distanceWords(distance)}${'miles' in distance ? ' away' : ''}`]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <CertificationPills certifications={certifications} />
    </li>
  );
}
