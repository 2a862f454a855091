import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { api } from '../../lib/api.ts';
import { causeOf } from '../../lib/cause-of.ts';
import { Block } from '../../ui/block.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { fieldClass } from '../../ui/field-class.ts';
import { toast } from '../../ui/toasts.ts';
import { type OwnInterest, ownInterestsQuery, refreshBids } from './bid-queries.ts';
import { bidderRoleWords, stanceWords } from './bid-words.ts';

type Said = Pick<OwnInterest, 'stance' | 'bidsAs' | 'isShown'>;
const keysOf = <Key extends string>(words: Record<Key, string>) => Object.keys(words) as Key[];

/** Says in one click whether the reader's firm is going to bid. */
export default function Interest({ projectId, isOpen }: { projectId: string; isOpen: boolean }) {
  const own = useQuery(ownInterestsQuery(projectId));
  // The part about the license says how to add a company.
  if (own.data?.length === 0) return null;
  return (
    <Block title="Is your firm going to bid?" what="Couldn’t load what your firm said" asked={own}>
      {(firms) =>
        firms.map((firm) => (
          <OneFirm key={firm.companyId} projectId={projectId} firm={firm} isOpen={isOpen} />
        ))
      }
    </Block>
  );
}

function OneFirm({ projectId, firm, isOpen }: { projectId: string; firm: OwnInterest; isOpen: boolean }) {
  const { companyId, company } = firm;
  /** The last word, until the portal has all of them. It shows at once, and counts for the next one. */
  const [said, setSaid] = useState<Said>();
  const waiting = useRef(0);
  const { mutate, isPending } = useMutation(
    api.bids.sayInterest.mutationOptions({
      // Quick words go out one after the other, in their order.
      scope: { id: `interest of ${companyId} in ${projectId}` },
      onSuccess: async () => {
        await refreshBids();
        toast('Noted.');
      },
      onError: (error) => toast(`Couldn’t note it: ${causeOf(error)}`, { kind: 'failed' }),
      onSettled: () => {
        waiting.current -= 1;
        if (waiting.current === 0) setSaid(undefined);
      },
    }),
  );
  const now: Said = said ?? firm;
  const say = (change: Partial<Said>) => {
    const next = { ...now, ...change };
    setSaid(next);
    waiting.current += 1;
    mutate({
      projectId,
      companyId,
      stance: next.stance ?? 'INTERESTED',
      bidsAs: next.bidsAs ?? 'PRIME',
      isShown: next.isShown ?? false,
    });
  };
  return (
    <section
      aria-label={`Interest of ${company}`}
      aria-busy={isPending}
      className="space-y-3 rounded-card border border-divider bg-surface p-4"
    >
      <h3 className="font-semibold wrap-anywhere">{company}</h3>
      <div className="flex flex-wrap gap-2">
        {keysOf(stanceWords).map((stance) => (
          <Button
            key={stance}
            look={now.stance === stance ? 'primary' : 'secondary'}
            aria-pressed={now.stance === stance}
            onClick={() => say({ stance })}
          >
            {stanceWords[stance]}
          </Button>
        ))}
      </div>
      {now.stance === 'INTERESTED' && (
        <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
          <label className="block text-dense">
            <span className="mb-1 block font-semibold">Your part</span>
            <select
              className={fieldClass}
              value={now.bidsAs ?? 'PRIME'}
              onChange={({ target }) =>
                say({ bidsAs: keysOf(bidderRoleWords).find((one) => one === target.value) ?? 'PRIME' })
              }
            >
              {keysOf(bidderRoleWords).map((role) => (
                <option key={role} value={role}>
                  {bidderRoleWords[role]}
                </option>
              ))}
            </select>
          </label>
          <label className="flex min-h-11 items-center gap-3 text-dense">
            <input
              type="checkbox"
              className="size-5 shrink-0 accent-brand"
              checked={now.isShown ?? false}
              onChange={({ target }) => say({ isShown: target.checked })}
            />
            Show us on the list of plan holders
          </label>
        </div>
      )}
      {isOpen && (
        <Link
          to="/projects/$id/bid"
          params={{ id: projectId }}
          search={{ firm: companyId }}
          className={buttonClass('secondary')}
        >
          {firm.status === 'SUBMITTED'
            ? 'See or revise the bid'
            : firm.draftId
              ? 'Go on with the bid'
              : 'Bid on it'}
          <span className="sr-only"> for {company}</span>
        </Link>
      )}
    </section>
  );
}
