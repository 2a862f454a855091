import { addWebhookInput } from '@namc/inputs/health';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../../lib/api.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { InputField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';

const labels = { name: 'Name', address: 'Address' };

/** Opens the form for a new webhook, and shows its secret once. */
export function AddWebhookButton() {
  const [isOpen, setOpen] = useState(false);
  const [secret, setSecret] = useState<string>();
  return (
    <>
      <Button onClick={() => setOpen(true)}>Add a webhook…</Button>
      <Dialog title="Add a webhook" isOpen={isOpen} close={() => setOpen(false)}>
        <AddForm
          done={(made) => {
            setOpen(false);
            setSecret(made);
          }}
        />
      </Dialog>
      <SecretDialog secret={secret} close={() => setSecret(undefined)} />
    </>
  );
}

function AddForm({ done }: { done: (secret: string) => void }) {
  const form = useSchemaForm(addWebhookInput, { name: '', address: '' });
  const { mutateAsync } = useMutation(api.health.addWebhook.mutationOptions());
  return (
    <Form
      form={form}
      action="Add"
      working="Adding…"
      labels={labels}
      submit={async (values) => {
        const { secret } = await mutateAsync(values);
        await queryClient.invalidateQueries(api.health.pathFilter());
        done(secret);
      }}
    >
      <InputField form={form} name="name" label={labels.name} autoComplete="off" />
      <InputField
        form={form}
        name="address"
        label={labels.address}
        type="url"
        autoComplete="off"
        hint="It begins with https:// and is kept secret: the portal never shows more than its host again."
      />
    </Form>
  );
}

/** Shows the secret of a webhook’s signatures. Nobody can see it again. */
export function SecretDialog({ secret, close }: { secret: string | undefined; close: () => void }) {
  return (
    <Dialog title="The secret of the webhook" isOpen={secret !== undefined} close={close}>
      <div className="space-y-4">
        <p className="text-dense">
          Copy it now: the portal doesn’t show it again. The receiver checks the header{' '}
          <code>portal-signature</code> with it.
        </p>
        <p className="rounded-control border border-divider bg-canvas p-2 break-all select-all">
          <code>{secret}</code>
          <CopyButton text={secret ?? ''} what="Secret" />
        </p>
        <Button onClick={close}>I have copied it</Button>
      </div>
    </Dialog>
  );
}
