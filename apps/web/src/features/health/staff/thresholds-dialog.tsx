import { changeThresholdsInput, type LimitedCheckName, resetThresholdsInput } from '@namc/inputs/health';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../../lib/api.ts';
import { formatCount } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { InputField, TextareaField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import type { ShownCheck } from './state-words.ts';

type Limits = NonNullable<ShownCheck['limits']>;

/** Opens the form that changes from where on a check warns. */
export function ThresholdsButton({ check, limits }: { check: ShownCheck; limits: Limits }) {
  const [isOpen, setOpen] = useState(false);
  const name = check.name as LimitedCheckName;
  const done = async (words: string) => {
    setOpen(false);
    await queryClient.invalidateQueries(api.health.pathFilter());
    toast(`${words} The next round uses them.`, { about: 'thresholds' });
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        Change the limits<span className="sr-only">: {check.question}</span>
      </Button>
      <Dialog title="Change the limits" isOpen={isOpen} close={() => setOpen(false)}>
        <div className="space-y-6">
          <p className="max-w-xl">{check.question}</p>
          <ChangeForm name={name} unit={check.unit} limits={limits} done={() => done('Limits saved.')} />
          {limits.areChanged && (
            <ResetForm name={name} unit={check.unit} own={limits.own} done={() => done('Limits reset.')} />
          )}
        </div>
      </Dialog>
    </>
  );
}

interface FormProps {
  name: LimitedCheckName;
  unit: string;
  done: () => Promise<void>;
}

function ChangeForm({ name, unit, limits, done }: FormProps & { limits: Limits }) {
  const form = useSchemaForm(
    changeThresholdsInput,
    { check: name, warn: String(limits.warn), bad: String(limits.bad), reason: '' },
    { key: `thresholds ${name}`, names: ['reason'] },
  );
  const { mutateAsync } = useMutation(api.health.changeThresholds.mutationOptions());
  const labels = { warn: `Warns above (${unit})`, bad: `Bad above (${unit})`, reason: 'Reason' };
  return (
    <Form form={form} action="Save" working="Saving…" labels={labels} submit={mutateAsync} done={done}>
      <InputField form={form} name="warn" label={labels.warn} inputMode="decimal" autoComplete="off" />
      <InputField form={form} name="bad" label={labels.bad} inputMode="decimal" autoComplete="off" />
      <TextareaField form={form} name="reason" label={labels.reason} />
    </Form>
  );
}

function ResetForm({ name, unit, own, done }: FormProps & { own: Limits['own'] }) {
  const form = useSchemaForm(
    resetThresholdsInput,
    { check: name, reason: '' },
    { key: `thresholds reset ${name}`, names: ['reason'] },
  );
  const { mutateAsync } = useMutation(api.health.resetThresholds.mutationOptions());
  return (
    <section aria-label="Reset" className="space-y-3 border-t border-divider pt-4">
      <p>
        The portal comes with {formatCount(own.warn)} and {formatCount(own.bad)} {unit}.
      </p>
      <Form
        form={form}
        action="Reset the limits"
        working="Resetting…"
        labels={{ reason: 'Reason for the reset' }}
        submit={mutateAsync}
        done={done}
      >
        <TextareaField form={form} name="reason" label="Reason for the reset" rows={2} />
      </Form>
    </section>
  );
}
