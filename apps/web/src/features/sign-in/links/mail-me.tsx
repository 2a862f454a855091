import { requestPasswordResetInput } from '@namc/inputs/sign-in';
import { useState } from 'react';
import { EmailField } from '../../../ui/email-field.tsx';
import { Form } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';

/** Asks for an address and mails a link there. The page does not reveal whether the portal knows the address. */
export function MailMe({
  action,
  ask,
  promise,
}: {
  action: string;
  ask: (input: { email: string }) => Promise<unknown>;
  /** The text after sending. */
  promise: string;
}) {
  const form = useSchemaForm(requestPasswordResetInput, { email: '' });
  const [isSent, setSent] = useState(false);
  if (isSent) {
    return (
      <Notice kind="ok" title="Check your inbox">
        <p>{promise}</p>
      </Notice>
    );
  }
  return (
    <Form
      form={form}
      action={action}
      working="Sending…"
      labels={{ email: 'Email address' }}
      submit={async (values) => {
        await ask(values);
        setSent(true);
      }}
    >
      <EmailField form={form} autoComplete="username" />
    </Form>
  );
}
