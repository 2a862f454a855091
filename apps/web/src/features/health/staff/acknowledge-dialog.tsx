import { acknowledgeAlertInput } from '@namc/inputs/health';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { api, queryClient } from '../../../lib/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { InputField, SelectField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { hourChoices, type ShownAlert } from './alert-words.ts';

const choices = [...hourChoices, { value: 'until', label: 'Until a day and time' }];
const labels = { lasts: 'Quiet for', until: 'Until (Pacific time)', reason: 'Reason' };

/** Opens the form by which staff say that they know of an alert. */
export function AcknowledgeButton({ alert }: { alert: ShownAlert }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} className="mt-2">
        {alert.acknowledgedUntil ? 'Acknowledge again…' : 'Acknowledge…'}
        <span className="sr-only"> {alert.says}</span>
      </Button>
      <Dialog title="Acknowledge the alert" isOpen={isOpen} close={() => setOpen(false)}>
        <AcknowledgeForm alert={alert} close={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function AcknowledgeForm({ alert, close }: { alert: ShownAlert; close: () => void }) {
  const form = useSchemaForm(
    acknowledgeAlertInput,
    { id: alert.id, lasts: '4', until: '', reason: '' },
    { key: `acknowledge ${alert.id}`, names: ['reason'] },
  );
  const { mutateAsync } = useMutation(api.health.acknowledgeAlert.mutationOptions());
  const lasts = useWatch({ control: form.control, name: 'lasts' });
  const done = async () => {
    close();
    await queryClient.invalidateQueries(api.health.listAlerts.pathFilter());
    toast('Alert acknowledged.', { about: 'alert' });
  };
  return (
    <div className="space-y-4">
      <p className="text-dense break-words">
        {alert.says} Nobody hears of it again before then, unless it gets worse.
      </p>
      <Form
        form={form}
        action="Acknowledge"
        working="Saving…"
        labels={labels}
        submit={mutateAsync}
        done={done}
      >
        <SelectField form={form} name="lasts" label={labels.lasts} choices={choices} />
        {lasts === 'until' && (
          <InputField
            form={form}
            name="until"
            label={labels.until}
            type="datetime-local"
            hint="The clock of California (America/Los_Angeles), at most 31 days from now."
          />
        )}
        <InputField form={form} name="reason" label={labels.reason} autoComplete="off" />
      </Form>
    </div>
  );
}
