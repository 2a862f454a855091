import { actWords, detailsOfAct, personOfAct } from '@namc/inputs/bidding-words';
import { useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../../lib/api.ts';
import { formatCount, plural } from '../../../lib/formats.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ScrollRegion } from '../../../ui/scroll-region.tsx';
import { useMe } from '../../accounts/me.ts';
import { instantIn } from '../../projects/project-words.ts';
import Exceptions from '../exceptions.tsx';
import OpenedBids from '../opened-bids.tsx';
import { OpenedLine } from '../opened-line.tsx';

type Act = inferOutput<typeof api.bids.forStaff.listActs>[number];

/** The exceptions of a bidding for staff who manage projects, and the bids for those who read them. */
export default function BiddingRecord({
  projectId,
  zone,
  deadlineAt,
  isTakingBids,
}: {
  projectId: string;
  zone: string;
  deadlineAt: string | Date | null;
  isTakingBids: boolean;
}) {
  const held = useMe()?.permissions ?? [];
  return (
    <>
      {held.includes('projects.manage') && (
        <Exceptions
          projectId={projectId}
          zone={zone}
          deadlineAt={deadlineAt}
          isSealed={isTakingBids}
          isForStaff
        />
      )}
      {held.includes('bids.read') && <Bids projectId={projectId} zone={zone} />}
    </>
  );
}

/** The opened bids of a project side by side, and the log of its bidding. Before the opening the number of bids alone. */
function Bids({ projectId, zone }: { projectId: string; zone: string }) {
  const compared = useQuery({
    ...api.bids.forStaff.compare.queryOptions({ projectId }),
    // Until the worker has opened the bids, which takes seconds.
    refetchInterval: ({ state }) => (state.data?.isDue ? 3_000 : false),
  });
  const { data } = compared;
  return (
    <section aria-labelledby="the-bids" className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="the-bids" className="text-h3 font-semibold">
          Bids
        </h2>
        {data?.areOpen && !data.isWithheld && (
          <a
            href={`/api/projects/for-staff/${projectId}/bid-documents.zip`}
            download
            className={buttonClass('secondary', 'print:hidden')}
          >
            Download all documents
          </a>
        )}
      </div>
      {compared.isError && (
        <ErrorPanel
          what="Couldn’t load the bids"
          error={compared.error}
          retry={() => void compared.refetch()}
        />
      )}
      {compared.isPending && <Loading />}
      {data?.isWithheld && (
        <Notice kind="info" title="Your firm bids on this project">
          <p>So you don’t read the other bids. A colleague takes care of this bidding.</p>
        </Notice>
      )}
      {data && !data.areOpen && !data.isWithheld && (
        <Notice kind="info" title={data.isDue ? 'The bids are being opened' : 'The bids are sealed'}>
          <p>
            {formatCount(data.count)} {plural(data.count, 'bid')} so far. Nobody reads{' '}
            {data.count === 1 ? 'it' : 'them'} before the opening, and those of a canceled project stay
            sealed.
          </p>
        </Notice>
      )}
      {data?.areOpen && !data.isWithheld && (
        <>
          <OpenedLine comparison={data} zone={zone} />
          <OpenedBids comparison={data} zone={zone} isForStaff />
          <BiddingLog projectId={projectId} zone={zone} />
        </>
      )}
    </section>
  );
}

function BiddingLog({ projectId, zone }: { projectId: string; zone: string }) {
  const { data, error, refetch } = useQuery(api.bids.forStaff.listActs.queryOptions({ projectId }));
  return (
    <section aria-labelledby="the-log" className="space-y-3">
      <h3 id="the-log" className="font-semibold">
        Bidding log
      </h3>
      {error && <ErrorPanel what="Couldn’t load the log" error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <ScrollRegion aria-label="Bidding log" className="overflow-x-auto">
          <table className="w-full min-w-3xl text-dense">
            <thead>
              <tr className="border-b border-divider text-left">
                <th className="p-2">When</th>
                <th className="p-2">Act</th>
                <th className="p-2">Firm</th>
                <th className="p-2">Person</th>
                <th className="p-2">Details</th>
              </tr>
            </thead>
            <tbody>
              {data.map((act) => (
                <tr key={keyOf(act)} className="border-b border-divider align-top">
                  <td className="p-2 whitespace-nowrap">
                    {act.at ? instantIn(act.at, zone) : 'Not recorded'}
                  </td>
                  <th scope="row" className="p-2 text-left font-semibold">
                    {actWords[act.act]}
                  </th>
                  <td className="p-2 wrap-anywhere">{act.firm}</td>
                  <td className="p-2 wrap-anywhere">{personOfAct(act)}</td>
                  <td className="p-2 wrap-anywhere">{detailsOfAct(act)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

const keyOf = ({ at, act, bidId, firm, number, words }: Act) =>
  [at && new Date(at).toISOString(), act, bidId, firm, number, words].join(' ');
