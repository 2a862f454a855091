import { type EmailMembersInput, emailMembersInput } from '@namc/inputs/members';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod/mini';
import { api } from '../../../lib/api.ts';
import { plural } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { InputField, TextareaField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';

interface EmailProps {
  readers: { id: string; name: string }[];
  close: () => void;
  done: () => void;
}
type Message = Pick<EmailMembersInput, 'subject' | 'body'>;

const message = z.pick(emailMembersInput, { subject: true, body: true });
const list = new Intl.ListFormat('en-US');
const mostNames = 10;

const people = (count: number) => `${count} ${plural(count, 'person', 'people')}`;
const countOf = ({ length }: readonly unknown[]) => people(length);

function inWords({ sent, unconfirmed }: { sent: number; unconfirmed: number }): string {
  const left = `${people(unconfirmed)} ${plural(unconfirmed, 'hasn’t', 'haven’t')} confirmed an address and ${plural(unconfirmed, 'gets', 'get')} none.`;
  if (sent === 0) return `No email was sent: ${left}`;
  return [`Your email is on its way to ${people(sent)}.`, ...(unconfirmed > 0 ? [left] : [])].join(' ');
}

/** Writes to the chosen members: first the words, then a look at the email before it goes out. */
export function EmailDialog({ readers, close, done }: EmailProps) {
  const [written, setWritten] = useState<Message>({ subject: '', body: '' });
  const [isShown, setShown] = useState(false);
  return (
    <Dialog title={`Email ${countOf(readers)}`} isOpen close={close}>
      {isShown ? (
        <Preview readers={readers} message={written} back={() => setShown(false)} done={done} />
      ) : (
        <Write
          readers={readers}
          message={written}
          show={(next) => {
            setWritten(next);
            setShown(true);
          }}
        />
      )}
    </Dialog>
  );
}

function Write({
  readers,
  message: { subject, body },
  show,
}: Pick<EmailProps, 'readers'> & { message: Message; show: (message: Message) => void }) {
  const form = useSchemaForm(
    message,
    { subject, body },
    { key: 'email members', names: ['subject', 'body'] },
  );
  return (
    <Form
      form={form}
      action="Preview"
      working="One moment…"
      labels={{ subject: 'Subject', body: 'Message' }}
      submit={show}
    >
      <Names readers={readers} />
      <InputField form={form} name="subject" label="Subject" />
      <TextareaField
        form={form}
        name="body"
        label="Message"
        rows={8}
        hint="Each member gets their own email."
      />
    </Form>
  );
}

function Preview({
  readers,
  message: { subject, body },
  back,
  done,
}: Omit<EmailProps, 'close'> & { message: Message; back: () => void }) {
  const form = useSchemaForm(emailMembersInput, { userIds: readers.map(({ id }) => id), subject, body });
  const { mutateAsync } = useMutation(
    api.members.email.mutationOptions({ onSuccess: (counts) => toast(inWords(counts)) }),
  );
  return (
    <Form
      form={form}
      action={`Send to ${countOf(readers)}`}
      working="Sending…"
      labels={{}}
      submit={(values) => mutateAsync(values)}
      done={done}
      beside={<Button onClick={back}>Edit</Button>}
    >
      <Names readers={readers} />
      <article className="rounded-card border border-divider bg-surface p-4" aria-label="Preview">
        <h3 className="mb-2 font-semibold break-words">{subject}</h3>
        <p className="text-dense break-words whitespace-pre-wrap">{body}</p>
      </article>
    </Form>
  );
}

function Names({ readers }: Pick<EmailProps, 'readers'>) {
  const names = readers.slice(0, mostNames).map(({ name }) => name);
  const more = readers.length - names.length;
  return <p className="text-dense">To {list.format(more > 0 ? [...names, `${more} more`] : names)}.</p>;
}
