import { useMutation, useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { useState } from 'react';
import { api, queryClient } from '../../../lib/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { momentInList } from '../../../ui/short-times.ts';
import { toast } from '../../../ui/toasts.ts';
import { useMe } from '../../accounts/me.ts';
import { refreshMs } from './verdict-panel.tsx';
import { AddWebhookButton, SecretDialog } from './webhook-dialogs.tsx';

type Webhook = inferOutput<typeof api.health.listWebhooks>[number];
type Delivery = inferOutput<typeof api.health.listDeliveries>[number];

const often = { staleTime: 0, refetchInterval: refreshMs };
const kinds = { ALERTS: 'Alerts', ESCALATION: 'Unanswered alert', TEST: 'Test' } as const;

/** The addresses outside of the portal that hear of alerts, and the last deliveries to each. */
export function WebhooksPanel() {
  const me = useMe();
  const { data, error, isPending, refetch } = useQuery(
    api.health.listWebhooks.queryOptions(undefined, often),
  );
  const { data: deliveries } = useQuery(api.health.listDeliveries.queryOptions(undefined, often));
  const mayAct = me?.permissions.includes('health.manage') === true;
  return (
    <section aria-labelledby="webhooks" className="space-y-3">
      <h2 id="webhooks" className="text-h3 font-semibold">
        Webhooks
      </h2>
      <p className="max-w-prose text-dense text-text-2">
        A chat or a pager gets each notice as a signed message, in the form that Slack takes.
      </p>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the webhooks" error={error} retry={refetch} />}
      {!error && data?.length === 0 && <p className="text-dense">None yet.</p>}
      {!error && data && data.length > 0 && (
        <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">
          {data.map((webhook) => (
            <li key={webhook.id} className="space-y-2 px-4 py-3">
              <WebhookEntry
                webhook={webhook}
                deliveries={deliveries?.filter(({ webhookId }) => webhookId === webhook.id) ?? []}
                mayAct={mayAct}
              />
            </li>
          ))}
        </ul>
      )}
      {!error && data && mayAct && <AddWebhookButton />}
    </section>
  );
}

function WebhookEntry({
  webhook,
  deliveries,
  mayAct,
}: {
  webhook: Webhook;
  deliveries: Delivery[];
  mayAct: boolean;
}) {
  const [newest, ...earlier] = deliveries;
  return (
    <article aria-label={webhook.name} className="space-y-2">
      <h3 className="font-semibold break-words">
        {webhook.name} <span className="font-normal text-text-2">{webhook.host}</span>
      </h3>
      {deliveries.length === 0 && <p className="text-dense text-text-2">Nothing has been sent yet.</p>}
      {newest && (
        <p className={lineClass}>
          <DeliveryWords delivery={newest} />
        </p>
      )}
      {earlier.length > 0 && (
        <details className="text-dense">
          <summary className="min-h-6 cursor-pointer py-1 text-link">
            Earlier deliveries<span className="sr-only"> to {webhook.name}</span>
          </summary>
          <ul className="space-y-1 pt-1">
            {earlier.map((delivery) => (
              <li key={delivery.id} className={lineClass}>
                <DeliveryWords delivery={delivery} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {mayAct && <Acts webhook={webhook} />}
    </article>
  );
}

const lineClass = 'flex flex-wrap items-center gap-x-3 gap-y-1 text-dense';

function DeliveryWords({ delivery }: { delivery: Delivery }) {
  const { status, problem, attempts } = delivery;
  return (
    <>
      {status === 'SENT' && <Pill tone="ok">Arrived</Pill>}
      {status === 'FAILED' && <Pill tone="bad">Failed</Pill>}
      {status === 'WAITING' && (
        <Pill tone={problem ? 'warn' : 'info'}>{problem ? 'Retrying' : 'Waiting'}</Pill>
      )}
      <span>
        {kinds[delivery.kind]}, <time {...momentInList(delivery.createdAt)} />
      </span>
      {problem && (
        <span className="min-w-0 break-words text-text-2">
          {problem} Tried {attempts === 1 ? 'once' : `${attempts} times`}.
        </span>
      )}
    </>
  );
}

function Acts({ webhook: { id, name } }: { webhook: Webhook }) {
  const [asks, setAsks] = useState<'rotate' | 'remove'>();
  const [secret, setSecret] = useState<string>();
  const refresh = () => queryClient.invalidateQueries(api.health.pathFilter());
  const failed = ({ message }: { message: string }) => toast(message, { kind: 'failed', about: 'webhook' });
  const test = useMutation(
    api.health.testWebhook.mutationOptions({
      onSuccess: async () => {
        await refresh();
        toast('Test sent. The line above says whether it arrives.', { about: 'webhook' });
      },
      onError: failed,
    }),
  );
  const rotate = useMutation(
    api.health.rotateWebhook.mutationOptions({
      onSuccess: (made) => setSecret(made.secret),
      onError: failed,
    }),
  );
  const remove = useMutation(
    api.health.removeWebhook.mutationOptions({
      onSuccess: async () => {
        await refresh();
        toast(`${name} was removed.`, { about: 'webhook' });
      },
      onError: failed,
    }),
  );
  const close = () => setAsks(undefined);
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => test.mutate({ id })} aria-disabled={test.isPending}>
        Send a test<span className="sr-only"> to {name}</span>
      </Button>
      <Button onClick={() => setAsks('rotate')}>
        New secret…<span className="sr-only"> for {name}</span>
      </Button>
      <Button onClick={() => setAsks('remove')}>
        Remove…<span className="sr-only"> {name}</span>
      </Button>
      <Confirm
        title="Make a new secret?"
        isOpen={asks === 'rotate'}
        close={close}
        action="Make a new secret"
        act={() => {
          close();
          rotate.mutate({ id });
        }}
      >
        Messages to {name} are signed with the new secret from then on. A receiver that checks the old one
        refuses them until you change it there.
      </Confirm>
      <Confirm
        title="Remove the webhook?"
        isOpen={asks === 'remove'}
        close={close}
        action="Remove"
        act={() => {
          close();
          remove.mutate({ id });
        }}
      >
        {name} hears of nothing any more, and the list of its deliveries goes.
      </Confirm>
      <SecretDialog secret={secret} close={() => setSecret(undefined)} />
    </div>
  );
}
