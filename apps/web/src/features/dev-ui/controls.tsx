import { oneLine } from '@namc/inputs/text';
import { useEffect, useState } from 'react';
import { z } from 'zod/mini';
import { Button } from '../../ui/button.tsx';
import { Chips, ChipWords, chipClass, clearClass } from '../../ui/chips.tsx';
import { Choice } from '../../ui/choice.tsx';
import { CheckboxChoices } from '../../ui/choices.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { InputField, SelectField, TextareaField, TickField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Tab, Tabs } from '../../ui/tabs.tsx';
import { ToastRegion } from '../../ui/toast-region.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { Specimen } from './specimen.tsx';

const looks = ['primary', 'secondary', 'danger'] as const;
const trades = [
  { value: 'C-10', label: 'C-10 Electrical' },
  { value: 'C-36', label: 'C-36 Plumbing' },
];

/** Everything that a person presses or fills in. */
export function Controls() {
  const [chosen, setChosen] = useState<string[]>(['C-10']);
  const [dialog, setDialog] = useState<'plain' | 'dangerous'>();
  const [kind, setKind] = useState<'a'>();
  const close = () => setDialog(undefined);
  return (
    <>
      <Specimen title="Buttons">
        {looks.map((look) => (
          <p key={look} className="flex flex-wrap gap-2">
            <Button look={look}>{look}</Button>
            <Button look={look} aria-disabled>
              Working…
            </Button>
            <Button look={look} disabled>
              Off
            </Button>
          </p>
        ))}
      </Specimen>
      <Specimen title="Dialogs, popover and messages in the corner">
        <p className="flex flex-wrap gap-2">
          <Button onClick={() => setDialog('plain')}>Dialog…</Button>
          <Button onClick={() => setDialog('dangerous')}>Dangerous dialog…</Button>
          <Button onClick={() => toast('Saved.', { undo: () => undefined })}>Done</Button>
          <Button onClick={() => toast('Couldn’t save it.', { kind: 'failed' })}>Failed</Button>
          <Popover label="Popover">Short words about one thing.</Popover>
        </p>
        <ToastRegion />
        <Dialog
          title={dialog === 'dangerous' ? 'Suspend Ana Flores?' : 'Ask Ana Flores'}
          isOpen={!!dialog}
          close={close}
        >
          <SampleForm isDangerous={dialog === 'dangerous'} done={close} />
        </Dialog>
      </Specimen>
      <Specimen title="Fields">
        <SampleForm done={() => undefined} />
      </Specimen>
      <Specimen title="Fields with a problem">
        <Wrong />
      </Specimen>
      <Specimen title="Filters">
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice label="Kind" value={kind} choices={[['a', 'One kind']]} choose={setKind} />
          <CheckboxChoices legend="Trade" choices={trades} chosen={chosen} choose={setChosen} />
        </div>
        <Chips
          label="Filters in use"
          clear={
            <button type="button" className={clearClass} onClick={() => setChosen([])}>
              Clear all
            </button>
          }
        >
          {chosen.map((code) => (
            <li key={code}>
              <button
                type="button"
                className={chipClass}
                onClick={() => setChosen(chosen.filter((each) => each !== code))}
              >
                <ChipWords>{code}</ChipWords>
              </button>
            </li>
          ))}
        </Chips>
        <Tabs label="Views">
          <Tab to="/" activeOptions={{ exact: true }}>
            Other view
          </Tab>
          <Tab to={'/dev/ui' as '/'}>This view</Tab>
        </Tabs>
      </Specimen>
    </>
  );
}

const sample = z.object({
  name: oneLine(100),
  about: z.optional(oneLine(100)),
  trade: oneLine(10),
  isListed: z.boolean(),
});
const labels = { name: 'Company name', about: 'About', trade: 'Trade' };

function SampleForm({ isDangerous = false, done }: { isDangerous?: boolean; done: () => void }) {
  const form = useSchemaForm(sample, { name: '', about: '', trade: 'C-10', isListed: true });
  return (
    <Form
      form={form}
      action={isDangerous ? 'Suspend' : 'Save'}
      working="Saving…"
      isDangerous={isDangerous}
      labels={labels}
      submit={done}
    >
      <InputField form={form} name="name" label="Company name" hint="As on your license." />
      <TextareaField form={form} name="about" label="About" isOptional />
      <SelectField form={form} name="trade" label="Trade" choices={trades} />
      <TickField form={form} name="isListed" label="Show us in the directory" />
    </Form>
  );
}

function Wrong() {
  const form = useSchemaForm(sample, { name: '', about: '', trade: 'C-10', isListed: true });
  const { setError } = form;
  useEffect(() => {
    setError('name', { message: 'is required' });
  }, [setError]);
  return (
    <Form form={form} action="Save" working="Saving…" labels={labels} submit={() => undefined}>
      <InputField form={form} name="name" label="Company name" />
    </Form>
  );
}
