import type { MemberFileKind } from '@namc/inputs/files';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { causeOf } from '../../lib/cause-of.ts';
import { toast } from '../../ui/toasts.ts';
import { StoppedUploads } from './stopped-uploads.tsx';

/** The person's uploads of a use that stopped. */
export function UnfinishedUploads({ kind }: { kind: MemberFileKind }) {
  // An upload that the browser doesn’t know is not offered. The same file goes on all the same.
  const { data } = useQuery(api.files.listUnfinished.queryOptions({ kind }, { staleTime: 0, gcTime: 0 }));
  const { mutate, isPending } = useMutation(
    api.files.cancel.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(api.files.pathFilter()),
      onError: (error) => toast(`Couldn’t discard the upload: ${causeOf(error)}`, { kind: 'failed' }),
    }),
  );
  return <StoppedUploads uploads={data} isBusy={isPending} discard={(fileId) => mutate({ fileId })} />;
}
