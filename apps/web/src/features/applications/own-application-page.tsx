import { answerQuestionInput } from '@namc/inputs/applications';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, queryClient } from '../../lib/api.ts';
import { formatInstant } from '../../lib/formats.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextareaField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { ContactWays } from '../settings/contact.tsx';
import { applicationWords } from './application-words.ts';

type OwnApplication = NonNullable<inferOutput<typeof api.applications.findOwn>>;

export function ApplicationPage() {
  const { data, error, isPending, refetch } = useQuery(api.applications.findOwn.queryOptions());
  return (
    <div className="space-y-6">
      <PageHeading title="Your application" />
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load your application" error={error} retry={refetch} />}
      {data === null && (
        <p>
          Your account has no application. For questions about your membership, <ContactWays />.
        </p>
      )}
      {data && (
        <>
          <Notice kind={applicationWords[data.status][0]} title={applicationWords[data.status][1]}>
            <p>{data.status === 'DECLINED' ? data.reason : applicationWords[data.status][2]}</p>
          </Notice>
          <dl className="grid max-w-xl grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1">
            <dt className="text-text-2">Membership</dt>
            <dd>{data.tierName}</dd>
            <dt className="text-text-2">Company</dt>
            <dd>{data.company}</dd>
            {data.licenseNumber && (
              <>
                <dt className="text-text-2">License</dt>
                <dd>{data.licenseNumber}</dd>
              </>
            )}
            {data.submittedAt && (
              <>
                <dt className="text-text-2">Received</dt>
                <dd>{formatInstant(data.submittedAt)}</dd>
              </>
            )}
            {data.decidedAt && (
              <>
                <dt className="text-text-2">Decided</dt>
                <dd>{formatInstant(data.decidedAt)}</dd>
              </>
            )}
          </dl>
          <Messages messages={data.messages} isOwn />
          {data.status === 'QUESTION' && <Answer />}
        </>
      )}
    </div>
  );
}

export function Messages({
  messages,
  isOwn = false,
}: Pick<OwnApplication, 'messages'> & {
  /** True if the reader is the applicant. */
  isOwn?: boolean;
}) {
  if (messages.length === 0) return null;
  return (
    <section aria-label="Questions and answers">
      <h2 className="mb-2 text-h3 font-semibold">Questions and answers</h2>
      <ol className="max-w-xl space-y-3">
        {messages.map(({ id, isFromStaff, body, createdAt }) => (
          <li key={id} className="rounded-card border border-divider bg-surface p-3">
            <p className="text-dense text-text-2">
              {isFromStaff ? 'NAMC staff' : isOwn ? 'You' : 'Applicant'}, {formatInstant(createdAt)}
            </p>
            <p className="mt-1 whitespace-pre-wrap">{body}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Answer() {
  const form = useSchemaForm(answerQuestionInput, { body: '' });
  const { mutateAsync } = useMutation(api.applications.answerQuestion.mutationOptions());
  return (
    <Form
      form={form}
      action="Send my answer"
      working="Sending…"
      labels={{ body: 'Your answer' }}
      submit={async (values) => {
        await mutateAsync(values);
        await queryClient.invalidateQueries(api.applications.findOwn.pathFilter());
        toast('Your answer was sent.');
      }}
    >
      <TextareaField form={form} name="body" label="Your answer" />
    </Form>
  );
}
