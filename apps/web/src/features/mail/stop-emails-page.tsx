import { id } from '@namc/inputs/text';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { useState } from 'react';
import { api, apiClient } from '../../lib/api.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useSignedIn } from '../accounts/me.ts';
import { useLinkToken } from '../sign-in/links/link-token.ts';
import { letterWords } from './letter-words.ts';

type Letters = NonNullable<inferOutput<typeof api.mail.findLettersOfKey>>;

/** Ends the emails of one subject by the link in one of them. Nobody need sign in. Opening the page changes nothing: mail scanners do it too. */
export function StopEmailsPage() {
  const key = useLinkToken(id);
  return (
    <div className="mx-auto max-w-xl space-y-6 sm:pt-8">
      <PageHeading title="Stop these emails" />
      {key ? (
        <Stopping key={key} linkKey={key} />
      ) : (
        <Notice kind="warn" title="This link doesn’t work">
          <p>It may be incomplete. Open it from the email again, or sign in and unfollow what it is about.</p>
        </Notice>
      )}
    </div>
  );
}

function Stopping({ linkKey }: { linkKey: string }) {
  const asked = useQuery({
    queryKey: ['letters of a key', linkKey],
    queryFn: () => apiClient.mail.findLettersOfKey.mutate({ key: linkKey }),
    staleTime: 0,
  });
  // A following is gone once it is stopped, and its link stands for nothing then.
  const [stopped, setStopped] = useState<Letters>();
  const letters = asked.data ?? stopped;
  if (asked.isPending) return <Loading />;
  if (asked.error)
    return <ErrorPanel what="Couldn’t look up the emails" error={asked.error} retry={asked.refetch} />;
  if (!letters)
    return (
      <Notice kind="info" title="There is nothing left to stop">
        <p>
          No emails come by this link. Somebody has stopped them already, the search was removed, or the
          account was closed.
        </p>
      </Notice>
    );
  const isStopped = stopped !== undefined || letters.isStopped;
  return isStopped ? (
    <Stopped
      linkKey={linkKey}
      letters={letters}
      notify={stopped?.notify}
      resumed={() => {
        setStopped(undefined);
        return asked.refetch();
      }}
    />
  ) : (
    <Asking linkKey={linkKey} letters={letters} stopped={() => setStopped(letters)} />
  );
}

function Asking({ linkKey, letters, stopped }: { linkKey: string; letters: Letters; stopped: () => void }) {
  const { mutate, error, isPending } = useSingleMutation(
    api.mail.stopLetters.mutationOptions({ onSuccess: stopped }),
  );
  const me = useSignedIn();
  const words = letterWords(letters.subject, letters.name);
  return (
    <>
      <p className="break-words">
        <strong>{letters.address}</strong> gets {words.letters}. The link is for this address alone
        {me ? ', and not for the account that is signed in here.' : '.'}
      </p>
      <dl className="space-y-3">
        <div>
          <dt className="font-semibold">This stops</dt>
          <dd>{words.stops}</dd>
        </div>
        <div>
          <dt className="font-semibold">This still comes</dt>
          <dd>{words.stays}</dd>
        </div>
      </dl>
      {error && <ErrorPanel what="Couldn’t stop them" error={error} />}
      <Button look="primary" aria-disabled={isPending} onClick={() => mutate({ keys: [linkKey] })}>
        {isPending ? 'Stopping…' : 'Stop these emails'}
      </Button>
    </>
  );
}

function Stopped({
  linkKey,
  letters: { subject, name, projectId, address },
  notify,
  resumed,
}: {
  linkKey: string;
  letters: Letters;
  /** The time at which the letters came before they were stopped on this page. */
  notify: Letters['notify'] | undefined;
  resumed: () => unknown;
}) {
  const times = notify && notify !== 'OFF' ? notify : undefined;
  const { mutate, error, isPending } = useSingleMutation(
    api.mail.resumeLetters.mutationOptions({ onSuccess: resumed }),
  );
  const { letters, stays } = letterWords(subject, name);
  return (
    <>
      <Notice kind="ok" title="Stopped">
        <p className="break-words">
          {address} gets no more {letters}.
        </p>
        <p>{stays}</p>
        <p>An email that has left already may still arrive.</p>
      </Notice>
      {error && <ErrorPanel what="Couldn’t bring them back" error={error} />}
      {projectId ? (
        <Link to="/projects/$id" params={{ id: projectId }} className={buttonClass()}>
          Open the project to follow it again
        </Link>
      ) : (
        <Button
          aria-disabled={isPending}
          onClick={() => mutate({ key: linkKey, ...(times && { notify: times }) })}
        >
          {isPending ? 'Bringing them back…' : undoWords(subject, times)}
        </Button>
      )}
    </>
  );
}

function undoWords(subject: Letters['subject'], times: string | undefined): string {
  if (subject === 'INVITATIONS') return 'Allow invitations again';
  // After some time nobody knows how often they came.
  return times ? 'Get them again' : 'Get them again, once a day';
}
