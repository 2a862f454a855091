import { quoted } from '@namc/inputs/quoted';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { toast } from '../../ui/toasts.ts';
import {
  projectSearchesQuery,
  type SavedProjectSearch,
  type SavedSearch,
  savedSearchesQuery,
} from './saved-search-queries.ts';

type Shown = Pick<SavedSearch, 'name' | 'notify' | 'newResults'> & { newest: [] };

/** Shows a change of one saved search before the server answers. Returns a function that reverts it. */
async function showAtOnce(id: string, change: Partial<Shown> | 'removed'): Promise<() => void> {
  await queryClient.cancelQueries(api.savedSearches.pathFilter());
  const before = queryClient.getQueriesData(api.savedSearches.pathFilter());
  const changed = <Search extends { id: string }>(list: Search[] | undefined) =>
    list?.flatMap((search) =>
      search.id !== id ? [search] : change === 'removed' ? [] : [{ ...search, ...change }],
    );
  queryClient.setQueryData<SavedSearch[]>(savedSearchesQuery().queryKey, changed);
  queryClient.setQueryData<SavedProjectSearch[]>(projectSearchesQuery().queryKey, changed);
  return () => {
    for (const [key, data] of before) queryClient.setQueryData(key, data);
  };
}

const refresh = () => queryClient.invalidateQueries(api.savedSearches.pathFilter());

const isForProjects = (search: SavedSearch | SavedProjectSearch): search is SavedProjectSearch =>
  search.subject === 'projects';

/** The acts on a saved search. The page shows each at once, and a failure puts it back. */
export function useSavedSearch(search: SavedSearch | SavedProjectSearch) {
  const { id, name, notify } = search;
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
  const again = {
    onError: failed(`Couldn’t undo that: ${quoted(name)} is removed.`),
    onSettled: refresh,
  };
  const save = useMutation(api.savedSearches.save.mutationOptions(again));
  const saveForProjects = useMutation(api.savedSearches.saveForProjects.mutationOptions(again));
  const undo = () =>
    isForProjects(search)
      ? saveForProjects.mutate({ name, filters: search.filters, notify })
      : save.mutate({ name, filters: search.filters, notify });
  const remove = useMutation(
    api.savedSearches.remove.mutationOptions({
      onMutate: () => showAtOnce(id, 'removed'),
      onSuccess: () => toast(`${quoted(name)} is removed.`, { about, undo }),
      onError: failed(`Couldn’t remove ${quoted(name)}.`),
      onSettled: refresh,
    }),
  );
  return { change, markSeen, remove };
}
