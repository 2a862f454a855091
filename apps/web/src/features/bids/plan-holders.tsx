import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../lib/api.ts';
import { Block } from '../../ui/block.tsx';
import { bidderRoleWords } from './bid-words.ts';

/** The firms that want to be found by others who look for a prime or for subcontractors. */
export function PlanHolders({ projectId }: { projectId: string }) {
  const holders = useQuery(api.bids.listPlanHolders.queryOptions({ projectId }));
  return (
    <Block title="Plan holders" what="Couldn’t load the plan holders" asked={holders}>
      {(firms) =>
        firms.length === 0 ? (
          <p className="text-text-2">No firm has put itself on this list yet.</p>
        ) : (
          <ul
            aria-label="Plan holders"
            className="divide-y divide-divider rounded-card border border-divider bg-surface"
          >
            {firms.map(({ firm, firmId, bidsAs }) => (
              <li key={`${firmId} ${firm}`} className="flex flex-wrap justify-between gap-x-4 px-4 py-2">
                {firmId ? (
                  <Link
                    to="/directory/$id"
                    params={{ id: firmId }}
                    className="text-link underline underline-offset-4 wrap-anywhere"
                  >
                    {firm}
                  </Link>
                ) : (
                  <span className="wrap-anywhere">{firm}</span>
                )}
                <span className="text-dense text-text-2">{bidderRoleWords[bidsAs]}</span>
              </li>
            ))}
          </ul>
        )
      }
    </Block>
  );
}
