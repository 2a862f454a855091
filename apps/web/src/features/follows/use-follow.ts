import { useMutation } from '@tanstack/react-query';
import { api, queryClient, statusOf } from '../../lib/api.ts';
import { toast } from '../../ui/toasts.ts';
import { type Follow, followsQuery } from './follow-queries.ts';

export interface Firm {
  licenseNumber: string;
  name: string;
}

/** Shows in the cache what the server is about to do. Returns a function that reverts it. */
async function showAtOnce(licenseNumber: string, isFollowed: boolean): Promise<() => void> {
  await queryClient.cancelQueries(api.follows.pathFilter());
  const before = queryClient.getQueriesData(api.follows.pathFilter());
  const others = (numbers: string[]) => numbers.filter((number) => number !== licenseNumber);
  queryClient.setQueryData(
    api.follows.listNumbers.queryKey(),
    (numbers) => numbers && [...others(numbers), ...(isFollowed ? [licenseNumber] : [])],
  );
  if (!isFollowed) {
    queryClient.setQueryData<Follow[]>(followsQuery().queryKey, (list) =>
      list?.filter(({ contractor }) => contractor.licenseNumber !== licenseNumber),
    );
  }
  return () => {
    for (const [key, data] of before) queryClient.setQueryData(key, data);
  };
}

/** The portal's own words, if it refused. */
function reasonOf(error: { message: string }): string {
  const status = statusOf(error) ?? 0;
  return status > 401 && status < 500 ? ` ${error.message}` : '';
}

/** A name such as “Example Inc.” brings its own period. */
const sentence = (words: string): string => (words.endsWith('.') ? words : `${words}.`);

const refresh = () => queryClient.invalidateQueries(api.follows.pathFilter());

/**
 * Follows and unfollows a license. The page shows it before the server answers, a message offers to undo it, and a failure
 * puts it back. One license's requests run one after the other.
 */
export function useFollow({ licenseNumber, name }: Firm) {
  const about = `following ${licenseNumber}`;
  const scope = { id: about };
  const follow = useMutation(
    api.follows.follow.mutationOptions({
      scope,
      onMutate: () => showAtOnce(licenseNumber, true),
      onError: (error, _input, undo) => {
        undo?.();
        toast(`${sentence(`Couldn’t follow ${name}`)}${reasonOf(error)}`, { kind: 'failed', about });
      },
      onSettled: refresh,
    }),
  );
  const unfollow = useMutation(
    api.follows.unfollow.mutationOptions({
      scope,
      onMutate: () => showAtOnce(licenseNumber, false),
      onError: (_error, _input, undo) => {
        undo?.();
        toast(sentence(`Couldn’t save that: you still follow ${name}`), { kind: 'failed', about });
      },
      onSettled: refresh,
    }),
  );
  return {
    follow: () => {
      follow.mutate({ licenseNumber });
      toast(`${sentence(`You follow ${name}`)} When its license changes, we’ll tell you here and by email.`, {
        about,
        undo: () => unfollow.mutate({ licenseNumber }),
      });
    },
    /** `note` comes back with Undo. */
    unfollow: (note: string | null = null) => {
      unfollow.mutate({ licenseNumber });
      toast(sentence(`You no longer follow ${name}`), {
        about,
        undo: () => follow.mutate({ licenseNumber, ...(note === null ? {} : { note }) }),
      });
    },
  };
}
