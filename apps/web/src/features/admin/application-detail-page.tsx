import { applicationQuestion, applicationRefusal } from '@namc/inputs/accounts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { formatInstant, formatPhone } from '../../lib/formats.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Form, TextareaField } from '../../ui/form.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { Messages } from '../account/application-page.tsx';
import { useMe } from '../account/me.ts';
import { Facts } from './facts.tsx';

export function ApplicationDetailPage({ id }: { id: string }) {
  const me = useMe();
  const { data, error, isPending, refetch } = useQuery(
    api.applications.get.queryOptions({ id }, { staleTime: 0 }),
  );
  const [act, setAct] = useState<'ask' | 'decline'>();
  const announce = useAnnounce();
  const decided = async (words: string) => {
    setAct(undefined);
    await queryClient.invalidateQueries(api.applications.pathFilter());
    announce(words);
  };
  const approve = useMutation(
    api.applications.approve.mutationOptions({ onSuccess: () => decided('Approved.') }),
  );
  const isOpen = data?.status === 'SUBMITTED' || data?.status === 'QUESTION';
  return (
    <div className="space-y-6">
      <PageHeading title={data ? `${data.firstName} ${data.lastName}` : 'Application'} />
      <p>
        <Link
          to="/admin/approvals"
          search={{ status: 'SUBMITTED' }}
          className="text-link underline underline-offset-4"
        >
          All applications
        </Link>
      </p>
      {isPending && <Loading />}
      {error && <ErrorPanel what="The application could not be loaded" error={error} retry={refetch} />}
      {approve.error && <ErrorPanel what="It was not approved" error={approve.error} />}
      {data && (
        <>
          {data.decidedAt && (
            <Notice
              kind={data.status === 'APPROVED' ? 'ok' : 'info'}
              title={data.status === 'APPROVED' ? 'Approved' : 'Declined'}
            >
              <p>
                {formatInstant(data.decidedAt)}
                {data.decidedByName && ` by ${data.decidedByName}`}
                {data.reason && `: ${data.reason}`}
              </p>
            </Notice>
          )}
          {data.status === 'QUESTION' && <Notice kind="info" title="It waits for the applicant’s answer" />}
          <Facts
            facts={[
              ['Membership', data.tierName],
              ['Company', data.company],
              [
                'License',
                data.licenseNumber && (
                  <Link
                    to="/contractors/$license"
                    params={{ license: data.licenseNumber }}
                    className="text-link underline underline-offset-4"
                  >
                    {data.licenseNumber}
                    {data.licenseName && `, ${data.licenseName}`}
                  </Link>
                ),
              ],
              ['E-mail', `${data.email}${data.isEmailVerified ? ' (confirmed)' : ' (not confirmed)'}`],
              ['Phone', data.phone && formatPhone(data.phone)],
              ['City', [data.city, data.zipCode].filter(Boolean).join(' ')],
              ['Skills', data.skills.join(', ')],
              ['Applied', formatInstant(data.createdAt)],
              ['About', data.statement],
            ]}
          />
          <Messages messages={data.messages} />
          {isOpen && me?.permissions.includes('members.edit') && (
            <div className="flex flex-wrap gap-3">
              <Button
                look="primary"
                aria-disabled={approve.isPending}
                onClick={() => !approve.isPending && approve.mutate({ ids: [id] })}
              >
                {approve.isPending ? 'Approving…' : 'Approve'}
              </Button>
              <Button onClick={() => setAct('ask')}>Ask a question…</Button>
              <Button onClick={() => setAct('decline')}>Decline…</Button>
            </div>
          )}
          <Dialog title="Ask the applicant" isOpen={act === 'ask'} close={() => setAct(undefined)}>
            <Ask id={id} done={() => decided('The question was sent.')} />
          </Dialog>
          <Dialog
            title="Decline this application?"
            isOpen={act === 'decline'}
            close={() => setAct(undefined)}
          >
            <Decline id={id} done={() => decided('Declined.')} />
          </Dialog>
        </>
      )}
    </div>
  );
}

function Ask({ id, done }: { id: string; done: () => Promise<void> }) {
  const form = useSchemaForm(applicationQuestion, { id, body: '' });
  const { mutateAsync } = useMutation(api.applications.ask.mutationOptions());
  return (
    <Form
      form={form}
      action="Send the question"
      working="Sending…"
      labels={{ body: 'Question' }}
      submit={async (values) => {
        await mutateAsync(values);
        await done();
      }}
    >
      <TextareaField
        form={form}
        name="body"
        label="Question"
        hint="It is mailed, and the application waits for the answer."
      />
    </Form>
  );
}

function Decline({ id, done }: { id: string; done: () => Promise<void> }) {
  const form = useSchemaForm(applicationRefusal, { id, reason: '' });
  const { mutateAsync } = useMutation(api.applications.decline.mutationOptions());
  return (
    <Form
      form={form}
      action="Decline"
      working="Declining…"
      labels={{ reason: 'Reason' }}
      submit={async (values) => {
        await mutateAsync(values);
        await done();
      }}
    >
      <TextareaField form={form} name="reason" label="Reason" hint="The applicant is told this." />
    </Form>
  );
}
