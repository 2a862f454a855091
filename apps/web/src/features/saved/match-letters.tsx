import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, queryClient } from '../../lib/api.ts';
import { Block } from '../../ui/block.tsx';
import { fieldClass } from '../../ui/field-class.ts';
import { toast } from '../../ui/toasts.ts';
import { projectNotifyChoices } from '../saved-searches/notify-words.ts';

const about = 'emails about projects for your firm';

/** The member’s choice of when to hear of new projects that their firm can bid on. */
export default function MatchLetters() {
  const choice = useQuery(api.projectMatches.getChoice.queryOptions());
  const { queryKey } = api.projectMatches.getChoice.queryOptions();
  // The page shows the choice at once, and a failure puts it back.
  const choose = useMutation(
    api.projectMatches.choose.mutationOptions({
      onMutate: async ({ notify }) => {
        await queryClient.cancelQueries({ queryKey });
        const before = queryClient.getQueryData(queryKey);
        queryClient.setQueryData(queryKey, notify);
        return before;
      },
      onSuccess: () => toast('Saved.', { about }),
      onError: (_error, _input, before) => {
        queryClient.setQueryData(queryKey, before);
        toast('Couldn’t save that: your choice is as it was.', { kind: 'failed', about });
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey }),
    }),
  );
  return (
    <Block title="Projects for your firm" what="Couldn’t load your choice" asked={choice}>
      {(notify) => (
        <div className="flex flex-col gap-3 rounded-card border border-divider bg-surface p-4 sm:flex-row sm:items-start sm:justify-between">
          <p className="max-w-[60ch] text-dense text-text-2">
            We tell you of{' '}
            <Link
              to="/projects"
              search={{ isQualified: true }}
              className="text-link underline underline-offset-4"
            >
              projects that your firm can bid on
            </Link>{' '}
            and say why. Projects that are there now are not new. You get none twice.
          </p>
          <label className="shrink-0 text-dense">
            <span className="mb-1 block text-meta text-text-2">
              Email me<span className="sr-only"> about projects for my firm</span>
            </span>
            <select
              value={notify}
              onChange={({ target }) => {
                const chosen = projectNotifyChoices.find(({ value }) => value === target.value);
                if (chosen) choose.mutate({ notify: chosen.value });
              }}
              className={fieldClass}
            >
              {projectNotifyChoices.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
    </Block>
  );
}
