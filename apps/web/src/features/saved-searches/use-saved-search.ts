import { quoted } from '@namc/inputs/quoted';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { toast } from '../../ui/toasts.ts';
import { type SavedSearch, savedSearchesQuery } from './saved-search-queries.ts';

/** Shows a change of one saved search before the server answers. Returns a function that reverts it. */
async function showAtOnce(id: string, change: Partial<SavedSearch> | 'removed'): Promise<() => void> {
  await queryClient.cancelQueries(api.savedSearches.pathFilter());
  const key = savedSearchesQuery().queryKey;
  const before = queryClient.getQueryData(key);
  queryClient.setQueryData<SavedSearch[]>(key, (list) =>
    list?.flatMap((search) =>
      search.id !== id ? [search] : change === 'removed' ? [] : [{ ...search, ...change }],
    ),
  );
  return () => queryClient.setQueryData(key, before);
}

const refresh = () => queryClient.invalidateQueries(api.savedSearches.pathFilter());

/** The acts on a saved search. The page shows each at once, and a failure puts it back. */
export function useSavedSearch({ id, name, filters, notify }: SavedSearch) {
  const about = `saved search ${id}`;
  const failed = (words: string) => (_error: unknown, _input: unknown, undo: (() => void) | undefined) => {
    undo?.();
    toast(words, { kind: 'failed', about });
  };
  const change = useMutation(
    api.savedSearches.change.mutationOptions({
      onMutate: ({ id: _id, ...changed }) =>
        showAtOnce(id, {
          ...(changed.name === undefined ? {} : { name: changed.name }),
          ...(changed.notify === undefined ? {} : { notify: changed.notify }),
        }),
      onError: failed(`Couldn’t save that: ${quoted(name)} is as it was.`),
      onSettled: refresh,
    }),
  );
  const markSeen = useMutation(
    api.savedSearches.markSeen.mutationOptions({
      onMutate: () => showAtOnce(id, { newResults: 0, newest: [] }),
      onError: (_error, _input, undo) => undo?.(),
      onSettled: refresh,
    }),
  );
  const save = useMutation(
    api.savedSearches.save.mutationOptions({
      onError: failed(`Couldn’t undo that: ${quoted(name)} is removed.`),
      onSettled: refresh,
    }),
  );
  const remove = useMutation(
    api.savedSearches.remove.mutationOptions({
      onMutate: () => showAtOnce(id, 'removed'),
      onSuccess: () =>
        toast(`${quoted(name)} is removed.`, { about, undo: () => save.mutate({ name, filters, notify }) }),
      onError: failed(`Couldn’t remove ${quoted(name)}.`),
      onSettled: refresh,
    }),
  );
  return { change, markSeen, remove };
}
