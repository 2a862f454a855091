import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { Notice } from '../../ui/notice.tsx';
import { instantIn } from '../projects/project-words.ts';

/** Tells a bidder that one firm has more time, until when the bids stay sealed, and nothing else. */
export default function MoreTime({ projectId, zone }: { projectId: string; zone: string }) {
  const { data } = useQuery(api.bids.listExceptions.queryOptions({ projectId }));
  // A deadline that moved past an exception is the same for every firm, and of two exceptions for one firm the later counts.
  const more = data?.filter(({ overtakenBy }) => overtakenBy === 'NOTHING');
  const last = more?.map(({ until }) => new Date(until).getTime()).sort((one, other) => other - one)[0];
  if (last === undefined || last < Date.now()) return null;
  return (
    <Notice
      kind="info"
      title={more?.some(({ isOwn }) => isOwn) ? 'Your firm has more time' : 'One firm has more time'}
    >
      <p>
        {more?.some(({ isOwn }) => isOwn)
          ? 'The deadline stays for everybody else.'
          : 'The deadline stays for all other firms.'}{' '}
        The bids stay sealed until {instantIn(new Date(last), zone)}.
      </p>
    </Notice>
  );
}
