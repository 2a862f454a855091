import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { api } from '../../../lib/api.ts';
import { Loading } from '../../../ui/loading.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useLinkToken } from '../../sign-in/links/link-token.ts';
import { addToDraft } from './draft.ts';

/** Opens a personal link of an invitation: the license of the firm goes into the form. The link gives no right. */
export default function OpenClaim({ form }: { form: (licenseNumber: string | undefined) => ReactNode }) {
  const claim = useLinkToken();
  // Another link may be opened in the same tab, which loads no page.
  if (claim) return <Opened key={claim} claim={claim} form={form} />;
  return (
    <div className="space-y-6">
      <Notice kind="warn" title="This link is not complete">
        <p>
          Open it from the email again, all of it. You can apply without it too: enter your license below.
        </p>
      </Notice>
      {form(undefined)}
    </div>
  );
}

function Opened({ claim, form }: { claim: string; form: (licenseNumber: string | undefined) => ReactNode }) {
  const { mutate, data, isError, isSuccess } = useMutation(api.outreach.openClaim.mutationOptions());
  const open = useEffectEvent(() =>
    mutate({ claim }, { onSuccess: (found) => found && addToDraft({ claim }) }),
  );
  useEffect(() => open(), []);
  if (!isSuccess && !isError) return <Loading />;
  return (
    <div className="space-y-6">
      {data ? (
        <Notice kind="info" title={`This link is for ${data.firm}`}>
          <p>
            {data.askedBy} invited the holder of license {data.licenseNumber} to bid on “{data.title}”. We
            filled in the license. If it isn’t yours, enter your own or leave the field blank.
          </p>
          <p>We check every application, also one from an invitation.</p>
        </Notice>
      ) : (
        <Notice kind="warn" title={isError ? 'Couldn’t open the invitation' : 'This link is no longer good'}>
          <p>You can apply anyway. Enter your license below.</p>
        </Notice>
      )}
      {form(data?.licenseNumber)}
    </div>
  );
}
