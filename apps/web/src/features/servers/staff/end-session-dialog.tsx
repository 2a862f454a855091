import { endSessionInput } from '@namc/inputs/servers';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../../lib/api.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextareaField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { CodeField } from '../../accounts/code-field.tsx';
import type { ChosenSession } from './session-words.ts';

const words = {
  cancel: {
    title: 'Cancel a statement',
    action: 'Cancel the statement',
    working: 'Canceling…',
    done: 'Statement canceled.',
    means: 'The server stops the statement, and its transaction is rolled back. The connection stays open.',
  },
  terminate: {
    title: 'Close a connection',
    action: 'Close the connection',
    working: 'Closing…',
    done: 'Connection closed.',
    means:
      'The server closes the connection, and its transaction is rolled back. Somebody who waits for it sees an error.',
  },
} as const;

/** Asks for a reason and a new code before the work of one session ends. */
export function EndSessionDialog({ chosen, close }: { chosen: ChosenSession | null; close: () => void }) {
  return (
    <Dialog title={words[chosen?.ending ?? 'cancel'].title} isOpen={chosen !== null} close={close}>
      {chosen && <EndSessionForm chosen={chosen} close={close} />}
    </Dialog>
  );
}

function EndSessionForm({ chosen, close }: { chosen: ChosenSession; close: () => void }) {
  const { server, session, ending } = chosen;
  const { pid, startedAt, login, application } = session;
  const form = useSchemaForm(
    endSessionInput,
    { server, pid, startedAt, ending, reason: '', code: '' },
    { key: `${ending} ${server} ${pid} ${startedAt}`, names: ['reason'] },
  );
  const { mutateAsync } = useMutation(api.servers.endSession.mutationOptions());
  const { action, working, done, means } = words[ending];
  return (
    <div className="space-y-4">
      <p className="max-w-xl text-dense break-words">
        Process {pid} of {login} ({application}) on {server}. {means}
      </p>
      <Form
        form={form}
        action={action}
        working={working}
        labels={{ reason: 'Reason', code: 'Code' }}
        isDangerous
        submit={mutateAsync}
        done={async () => {
          close();
          await queryClient.invalidateQueries(api.servers.pathFilter());
          toast(`${done} The audit trail has it.`, { about: 'session' });
        }}
      >
        <TextareaField
          form={form}
          name="reason"
          label="Reason"
          hint="It goes into the audit trail."
          rows={2}
        />
        <CodeField form={form} />
      </Form>
    </div>
  );
}
