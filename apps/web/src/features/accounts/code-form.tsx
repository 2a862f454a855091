import { renewSecondFactorInput } from '@namc/inputs/sign-in';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { answerCodeRequests, useIsCodeRequested } from '../../lib/code-request.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { CodeField } from './code-field.tsx';

/** Asks staff for a code again in a session that goes on. */
export function CodeForm({ done, beside }: { done: () => void; beside?: ReactNode }) {
  const form = useSchemaForm(renewSecondFactorInput, { code: '' });
  const { mutateAsync } = useMutation(api.signIn.renewSecondFactor.mutationOptions());
  return (
    <div className="space-y-4">
      <p className="max-w-xl">
        It’s been a while since your last code. To continue, enter the six-digit code that your authenticator
        app shows for NAMC NorCal.
      </p>
      <Form
        form={form}
        action="Continue"
        working="Checking…"
        labels={{ code: 'Code' }}
        submit={async (values) => {
          await mutateAsync(values);
          await queryClient.invalidateQueries(api.accounts.findMe.pathFilter());
          done();
        }}
        beside={beside}
      >
        <CodeField form={form} autoFocus />
      </Form>
    </div>
  );
}

/** Asks for a code over the page whose request needs one. The page stays as it is. */
export function CodeDialog() {
  const isRequested = useIsCodeRequested();
  return (
    <Dialog title="Enter a code again" isOpen={isRequested} close={() => answerCodeRequests(false)}>
      <CodeForm done={() => answerCodeRequests(true)} />
    </Dialog>
  );
}
