import { useMutation } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { api, queryClient } from '../../../lib/api.ts';

const everyMs = 60_000;

/** Reports that this person has the application open, and refreshes who else has. */
export function useReview(id: string, isReviewing: boolean): void {
  const { mutate } = useMutation(
    api.applications.beginReview.mutationOptions({
      onSuccess: (reviewers) =>
        queryClient.setQueryData(
          api.applications.get.queryKey({ id }),
          (old) => old && { ...old, reviewers },
        ),
    }),
  );
  const say = useEffectEvent(() => {
    if (document.visibilityState === 'visible') mutate({ id });
  });
  useEffect(() => {
    if (!isReviewing) return undefined;
    say();
    const timer = setInterval(say, everyMs);
    document.addEventListener('visibilitychange', say);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', say);
    };
  }, [isReviewing]);
}
