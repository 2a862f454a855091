import { startMaintenanceInput } from '@namc/inputs/health';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../../lib/api.ts';
import { formatInstant } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { InputField, SelectField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { useMe } from '../../accounts/me.ts';
import { hourChoices } from './alert-words.ts';
import { refreshMs } from './verdict-panel.tsx';

/** The maintenance that runs, or that none does, and the way to begin and to end one. */
export function MaintenancePanel() {
  const me = useMe();
  const { data, error, isPending, refetch } = useQuery(
    api.health.findMaintenance.queryOptions(undefined, { staleTime: 0, refetchInterval: refreshMs }),
  );
  const mayAct = me?.permissions.includes('health.manage') === true;
  return (
    <section aria-labelledby="maintenance" className="space-y-3">
      <h2 id="maintenance" className="text-h3 font-semibold">
        Maintenance
      </h2>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the maintenance" error={error} retry={refetch} />}
      {!error && data && (
        <Notice kind="info" title="Maintenance is running">
          <p className="break-words">
            Until <time dateTime={data.endsAt}>{formatInstant(data.endsAt)}</time>, begun by{' '}
            {data.startedByName ?? 'somebody on staff'}: {data.reason}
          </p>
          <p>What begins in it is told after its end, if it lasts until then.</p>
        </Notice>
      )}
      {!error && data === null && (
        <p className="text-dense text-text-2">None is running, so every new alert is told.</p>
      )}
      {!error && mayAct && data !== undefined && (
        <div className="flex flex-wrap gap-2">
          <StartButton isRunning={data !== null} />
          {data && <EndButton />}
        </div>
      )}
    </section>
  );
}

async function refresh(words: string): Promise<void> {
  await queryClient.invalidateQueries(api.health.findMaintenance.pathFilter());
  toast(words, { about: 'maintenance' });
}

function StartButton({ isRunning }: { isRunning: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{isRunning ? 'Change…' : 'Start maintenance…'}</Button>
      <Dialog
        title={isRunning ? 'Change the maintenance' : 'Start maintenance'}
        isOpen={isOpen}
        close={() => setOpen(false)}
      >
        <WindowForm isRunning={isRunning} close={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function WindowForm({ isRunning, close }: { isRunning: boolean; close: () => void }) {
  const form = useSchemaForm(
    startMaintenanceInput,
    { hours: '1', reason: '' },
    { key: 'maintenance', names: ['reason'] },
  );
  const start = useMutation(api.health.startMaintenance.mutationOptions());
  const change = useMutation(api.health.changeMaintenance.mutationOptions());
  const words = isRunning
    ? { hours: 'Lasts from now', action: 'Save', working: 'Saving…', done: 'Maintenance changed.' }
    : { hours: 'Lasts', action: 'Start', working: 'Starting…', done: 'Maintenance started.' };
  const labels = { hours: words.hours, reason: 'Reason' };
  const done = async () => {
    close();
    await refresh(words.done);
  };
  return (
    <Form
      form={form}
      action={words.action}
      working={words.working}
      labels={labels}
      submit={isRunning ? change.mutateAsync : start.mutateAsync}
      done={done}
    >
      <SelectField form={form} name="hours" label={labels.hours} choices={hourChoices} />
      <InputField form={form} name="reason" label={labels.reason} autoComplete="off" />
    </Form>
  );
}

function EndButton() {
  const [isOpen, setOpen] = useState(false);
  const { mutate } = useMutation(
    api.health.endMaintenance.mutationOptions({
      onSuccess: () => refresh('Maintenance ended.'),
      onError: ({ message }) => toast(message, { kind: 'failed', about: 'maintenance' }),
    }),
  );
  return (
    <>
      <Button onClick={() => setOpen(true)}>End maintenance…</Button>
      <Confirm
        title="End the maintenance?"
        isOpen={isOpen}
        close={() => setOpen(false)}
        action="End it"
        act={() => {
          setOpen(false);
          mutate();
        }}
      >
        What began in it and is not over is told in the next minute.
      </Confirm>
    </>
  );
}
