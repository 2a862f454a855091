import { changeEscalationInput } from '@namc/inputs/health';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../../lib/api.ts';
import { formatCount, formatInstant } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { InputField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { useMe } from '../../accounts/me.ts';

/** After how many minutes administrators are told of a bad alert that nobody has acknowledged, and the form that changes it. */
export function EscalationPanel() {
  const me = useMe();
  const { data, error, isPending, refetch } = useQuery(api.health.getEscalation.queryOptions());
  const mayChange = me?.permissions.includes('health.manage') === true;
  return (
    <section aria-labelledby="escalation" className="space-y-3">
      <h2 id="escalation" className="text-h3 font-semibold">
        Escalation
      </h2>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the escalation" error={error} retry={refetch} />}
      {!error && data && (
        <>
          <p className="max-w-prose">
            Every administrator is told of a bad alert that nobody has acknowledged for{' '}
            {formatCount(data.minutes)} minutes.
          </p>
          {data.changedAt && (
            <p className="text-dense text-text-2">
              Changed by {data.changedByName ?? 'somebody on staff'},{' '}
              <time dateTime={data.changedAt}>{formatInstant(data.changedAt)}</time>.
            </p>
          )}
          {mayChange && <ChangeButton minutes={data.minutes} />}
        </>
      )}
    </section>
  );
}

function ChangeButton({ minutes }: { minutes: number }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Change the minutes…</Button>
      <Dialog title="Change the escalation" isOpen={isOpen} close={() => setOpen(false)}>
        <ChangeForm minutes={minutes} close={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

const labels = { minutes: 'Minutes without an answer', reason: 'Reason' };

function ChangeForm({ minutes, close }: { minutes: number; close: () => void }) {
  const form = useSchemaForm(
    changeEscalationInput,
    { minutes: String(minutes), reason: '' },
    { key: 'escalation', names: ['reason'] },
  );
  const { mutateAsync } = useMutation(api.health.changeEscalation.mutationOptions());
  const done = async () => {
    close();
    await queryClient.invalidateQueries(api.health.getEscalation.pathFilter());
    toast('Escalation changed.', { about: 'escalation' });
  };
  return (
    <Form form={form} action="Save" working="Saving…" labels={labels} submit={mutateAsync} done={done}>
      <InputField
        form={form}
        name="minutes"
        label={labels.minutes}
        hint="From 5 minutes to 1,440, which is a day."
        inputMode="numeric"
        autoComplete="off"
      />
      <InputField form={form} name="reason" label={labels.reason} autoComplete="off" />
    </Form>
  );
}
