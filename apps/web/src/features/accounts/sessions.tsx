import { useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { ageInList } from '../../ui/short-times.ts';
import { toast } from '../../ui/toasts.ts';
import { whereSeen } from './country.ts';
import { deviceOf } from './device.ts';
import { SettingsSection } from './settings-section.tsx';

/** The devices on which this account is signed in. */
export function Sessions() {
  const { data, error, isPending, refetch } = useQuery(api.signIn.listSessions.queryOptions());
  const refresh = async (words: string) => {
    await queryClient.invalidateQueries(api.signIn.listSessions.pathFilter());
    toast(words);
  };
  const end = useSingleMutation(
    api.signIn.endSession.mutationOptions({ onSuccess: () => refresh('Signed out on that device.') }),
  );
  const endOthers = useSingleMutation(
    api.signIn.endOtherSessions.mutationOptions({
      onSuccess: () => refresh('You’re signed out everywhere else.'),
    }),
  );
  return (
    <SettingsSection title="Signed-in devices">
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load your devices" error={error} retry={refetch} />}
      {(end.error ?? endOthers.error) && (
        <ErrorPanel what="Couldn’t sign that device out" error={end.error ?? endOthers.error} />
      )}
      <ul className="max-w-2xl divide-y divide-divider rounded-card border border-divider bg-surface">
        {data?.rows.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-3 p-4">
            <div>
              <p className="font-semibold">
                {deviceOf(session.userAgent)}{' '}
                {session.id === data.current && <span className="font-normal text-ok">(this device)</span>}
              </p>
              <p className="text-dense text-text-2">
                Last seen <time {...ageInList(session.lastSeenAt)} />
                {whereSeen(session.lastAddress, session.country)}
              </p>
              <p className="text-dense text-text-2">
                Signed in <time {...ageInList(session.createdAt)} />
                {session.address && session.address !== session.lastAddress && ` at ${session.address}`}
                {session.isKept && ', stays signed in'}
              </p>
            </div>
            {session.id !== data.current && (
              <Button
                onClick={() => end.mutate({ id: session.id })}
                aria-disabled={end.isPending}
                aria-label={`Sign out ${deviceOf(session.userAgent)}`}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {(data?.rows.length ?? 0) > 1 && (
        <Button aria-disabled={endOthers.isPending} onClick={() => endOthers.mutate()}>
          Sign out everywhere else
        </Button>
      )}
    </SettingsSection>
  );
}
