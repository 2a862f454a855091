import { mostCompared } from '@namc/inputs/comparison';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { patiently } from '../../lib/connection.ts';
import { Block } from '../../ui/block.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useMe } from '../accounts/me.ts';
import { type Follow, followsQuery } from '../follows/follow-queries.ts';
import { RenewLink } from '../memberships/renew-link.tsx';
import { projectSearchesQuery, savedSearchesQuery } from '../saved-searches/saved-search-queries.ts';
import { FollowedFirm } from './followed-firm.tsx';
import { SavedSearchItem } from './saved-search-item.tsx';

const MatchLetters = lazy(patiently(() => import('./match-letters.tsx')));
const SavedProjectSearchItem = lazy(patiently(() => import('./saved-project-search.tsx')));

/** A member’s saved searches with their new results, and followed licenses with their standing. */
export function SavedPage() {
  const me = useMe();
  const searches = useQuery(savedSearchesQuery());
  const ofProjects = useQuery(projectSearchesQuery());
  const follows = useQuery(followsQuery());
  return (
    <div className="max-w-4xl space-y-6">
      <header>
        <PageHeading title="Saved" />
        <p className="max-w-[70ch] text-text-2">
          We compare each new file of the license board with the last one, and tell you what changed.
        </p>
      </header>
      {me && !me.acts.includes('FOLLOW') && (
        <Notice kind="info" title="We tell active members">
          <p>
            Everything you saved is still here. You’ll get updates again once your membership is active.
            <RenewLink />
          </p>
        </Notice>
      )}
      <Block title="Searches" what="Couldn’t load your saved searches" asked={searches}>
        {(list) =>
          list.length > 0 ? (
            <List label="Saved searches">
              {list.map((search) => (
                <SavedSearchItem key={search.id} search={search} />
              ))}
            </List>
          ) : (
            <Empty>
              No saved searches yet. Search contractors, then choose <strong>Save</strong> above the results.
              We’ll tell you when more firms match.
            </Empty>
          )
        }
      </Block>
      {/* Each waits for the parts above it, which would push it down. */}
      {!searches.isPending && (
        <Block
          title="Searches for projects"
          what="Couldn’t load your searches for projects"
          asked={ofProjects}
        >
          {(list) =>
            list.length > 0 ? (
              <Suspense fallback={<Loading />}>
                <List label="Saved searches for projects">
                  {list.map((search) => (
                    <SavedProjectSearchItem key={search.id} search={search} />
                  ))}
                </List>
              </Suspense>
            ) : (
              <p>No searches for projects yet.</p>
            )
          }
        </Block>
      )}
      {!searches.isPending && !ofProjects.isPending && (
        <Block title="Licenses" what="Couldn’t load the licenses that you follow" asked={follows}>
          {(list) =>
            list.length > 0 ? (
              <FollowedFirms follows={list} />
            ) : (
              <Empty>
                You’re not following any licenses yet. Open one and choose <strong>Follow</strong>. We’ll tell
                you when its status, bond or insurance changes, and before it expires.
              </Empty>
            )
          }
        </Block>
      )}
      {!searches.isPending && !ofProjects.isPending && !follows.isPending && (
        <Suspense>
          <MatchLetters />
        </Suspense>
      )}
    </div>
  );
}

/** The licenses, and the way to compare them: all of them at once if they fit, else those that the person chooses. */
function FollowedFirms({ follows }: { follows: Follow[] }) {
  const [chosen, setChosen] = useState<string[]>([]);
  const [isRefused, setRefused] = useState(false);
  const numbers = follows.map(({ contractor }) => contractor.licenseNumber);
  const choosing = numbers.length > mostCompared;
  // A license that was unfollowed is no longer chosen.
  const compared = choosing ? numbers.filter((number) => chosen.includes(number)) : numbers;
  const choose = (licenseNumber: string, isChosen: boolean) => {
    setRefused(isChosen && compared.length === mostCompared);
    if (isChosen && compared.length === mostCompared) return;
    const others = compared.filter((number) => number !== licenseNumber);
    setChosen(isChosen ? [...others, licenseNumber] : others);
  };
  return (
    <div className="space-y-3">
      <List label="Followed licenses">
        {follows.map((follow) => {
          const { licenseNumber } = follow.contractor;
          return (
            <FollowedFirm
              key={licenseNumber}
              follow={follow}
              choice={
                choosing
                  ? {
                      isChosen: compared.includes(licenseNumber),
                      choose: (isChosen) => choose(licenseNumber, isChosen),
                    }
                  : undefined
              }
            />
          );
        })}
      </List>
      {numbers.length > 1 && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {compared.length > 1 && (
            <Link
              to="/contractors/compare"
              search={{ licenses: compared.join(',') }}
              className={buttonClass()}
            >
              Compare {choosing ? `the ${compared.length} chosen` : 'these licenses'}
            </Link>
          )}
          {choosing && (
            <p role="status" className="text-dense text-text-2">
              {isRefused
                ? 'A comparison holds four licenses. Clear one to choose another.'
                : compared.length < 2 && 'Choose two to four licenses to compare them.'}
            </p>
          )}
        </div>
      )}
    </div>
  );
}

function List({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className="divide-y divide-divider rounded-card border border-divider bg-surface">
      {children}
    </ul>
  );
}

function Empty({ children }: { children: ReactNode }) {
  return (
    <div className="rounded-card border border-divider bg-surface p-5">
      <p className="max-w-[60ch] text-text-2">{children}</p>
      <Link to="/contractors" className={buttonClass('secondary', 'mt-3')}>
        <Search aria-hidden className="size-4" />
        Search contractors
      </Link>
    </div>
  );
}
