import { useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../../lib/api.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { ageInList } from '../../../ui/short-times.ts';
import { SkeletonLine } from '../../../ui/skeleton.tsx';
import { toast } from '../../../ui/toasts.ts';
import { whereSeen } from '../../accounts/country.ts';
import { deviceOf } from '../../accounts/device.ts';

/** An account's sessions. Staff can end each one. */
export function SignedIn({ userId }: { userId: string }) {
  const sessions = useQuery(api.members.listSessions.queryOptions({ userId }, { staleTime: 0 }));
  const end = useSingleMutation(
    api.members.endSession.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(api.members.pathFilter());
        toast('Signed out on that device.');
      },
    }),
  );
  return (
    <section aria-label="Signed-in devices" className="space-y-3">
      <h2 className="text-h3 font-semibold">Signed-in devices</h2>
      {sessions.error && (
        <ErrorPanel what="Couldn’t load the devices" error={sessions.error} retry={sessions.refetch} />
      )}
      {end.error && <ErrorPanel what="Couldn’t sign that device out" error={end.error} />}
      {/* Holds the place, so that the page does not jump. */}
      {sessions.isPending && <SkeletonLine className="h-6 w-40" />}
      {sessions.data?.length === 0 && <p className="text-text-2">None.</p>}
      <ul className="max-w-2xl space-y-2">
        {sessions.data?.map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-divider bg-surface p-3"
          >
            <div>
              <p>{deviceOf(session.userAgent)}</p>
              <p className="text-dense text-text-2">
                Last seen <time {...ageInList(session.lastSeenAt)} />
                {whereSeen(session.lastAddress, session.country)}
              </p>
              <p className="text-dense text-text-2">
                Signed in <time {...ageInList(session.createdAt)} />
              </p>
            </div>
            <Button
              onClick={() => end.mutate({ userId, sessionId: session.id })}
              aria-disabled={end.isPending}
              aria-label={`Sign out ${deviceOf(session.userAgent)}`}
            >
              Sign out
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
