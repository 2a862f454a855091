import { closeAccountInput } from '@namc/inputs/accounts';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { resetForNewSession } from './me.ts';
import { PasswordField } from './password-field.tsx';
import { SettingsSection } from './settings-section.tsx';

/** The download of a person's data, and the form that closes the account. */
export default function OwnData() {
  const [isClosing, setClosing] = useState(false);
  const download = useSingleMutation({
    mutationFn: async (as: 'page' | 'json') => {
      const data = await queryClient.fetchQuery(api.accounts.exportData.queryOptions());
      const { saveData } = await import('./readable-data.ts');
      saveData(data, as);
    },
  });
  return (
    <SettingsSection title="Your data">
      {download.error && <ErrorPanel what="Couldn’t collect your data" error={download.error} />}
      <div className="flex flex-wrap gap-3">
        <Button aria-disabled={download.isPending} onClick={() => download.mutate('page')}>
          {download.isPending ? 'Collecting…' : 'Download my data'}
        </Button>
        <Button aria-disabled={download.isPending} onClick={() => download.mutate('json')}>
          As JSON, for programs
        </Button>
        <Button onClick={() => setClosing(true)}>Close my account…</Button>
      </div>
      <Dialog title="Close your account?" isOpen={isClosing} close={() => setClosing(false)}>
        <CloseAccount />
      </Dialog>
    </SettingsSection>
  );
}

/** The form inside the dialog. It disappears with the dialog, so that no password stays behind. */
function CloseAccount() {
  const navigate = useNavigate();
  const form = useSchemaForm(closeAccountInput, { currentPassword: '' });
  const close = useMutation(api.accounts.close.mutationOptions());
  return (
    <div className="space-y-4">
      <p>
        We erase your name, contact details, license and password immediately. This can’t be undone. Records
        that others rely on, such as payments and messages, stay without your name.
      </p>
      <Form
        form={form}
        action="Close my account"
        isDangerous
        working="Closing…"
        labels={{ currentPassword: 'Password' }}
        submit={async (values) => {
          await close.mutateAsync(values);
          await resetForNewSession(() => navigate({ to: '/' }));
          toast('Your account is closed.');
        }}
      >
        <PasswordField form={form} />
      </Form>
    </div>
  );
}
