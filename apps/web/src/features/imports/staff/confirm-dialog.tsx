import { loadWord, startImportInput, undoLastImportInput, undoWord } from '@namc/inputs/imports';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../../lib/api.ts';
import { formatCount, plural } from '../../../lib/formats.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { InputField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { type Findings, refreshImports } from './import.ts';

interface Asked {
  fileName: string;
  isOpen: boolean;
  close: () => void;
}

/** Asks for the typed word before a checked file is imported. */
export function LoadDialog({
  importId,
  found,
  done,
  ...asked
}: Asked & { importId: string; found: Findings; done: () => Promise<unknown> }) {
  return (
    <Dialog title={`Import ${asked.fileName}?`} isOpen={asked.isOpen} close={asked.close}>
      <LoadForm importId={importId} found={found} done={done} />
    </Dialog>
  );
}

function LoadForm({
  importId,
  found,
  done,
}: {
  importId: string;
  found: Findings;
  done: () => Promise<unknown>;
}) {
  const { mutateAsync } = useMutation(
    // A colleague may have been quicker: the page shows what they did.
    api.imports.start.mutationOptions({ onError: refreshImports }),
  );
  const forced = found.warning !== null;
  const form = useSchemaForm(startImportInput, { importId, confirmation: '', forced });
  const rows = (count: number) => `${formatCount(count)} ${plural(count, 'row')}`;
  const licenses = (count: number) => `${formatCount(count)} ${plural(count, 'license')}`;
  return (
    <Form
      form={form}
      action={forced ? 'Import anyway' : 'Import'}
      isDangerous={forced}
      working="Starting…"
      labels={{ confirmation: 'Confirmation' }}
      submit={async (values) => {
        await mutateAsync(values);
        await done();
      }}
    >
      {found.warning && <p className="font-semibold text-dense break-words">{found.warning}</p>}
      <p className="text-dense">
        {found.kind === 'licenses'
          ? `${licenses(found.added)} ${plural(found.added, 'is', 'are')} new, ${licenses(found.changed)} ${plural(found.changed, 'changes', 'change')}, and ${licenses(found.gone)} ${plural(found.gone, 'is', 'are')} marked as gone.`
          : `${rows(found.added)} ${plural(found.added, 'is', 'are')} new, and ${rows(found.gone)} ${plural(found.gone, 'is', 'are')} deleted.`}
      </p>
      <InputField form={form} {...wordField(loadWord)} />
    </Form>
  );
}

/** Asks for the typed word before the last import is undone. */
export function UndoDialog({
  runId,
  fileName,
  counts,
  isOpen,
  close,
  done,
}: Asked & {
  runId: string;
  counts: { added: number; changed: number; gone: number };
  done: (importId: string) => Promise<unknown>;
}) {
  const restored = counts.changed + counts.gone;
  return (
    <Dialog title={`Undo the import of ${fileName}?`} isOpen={isOpen} close={close}>
      <UndoForm runId={runId} done={done}>
        <p className="text-dense">
          {formatCount(restored)}{' '}
          {plural(restored, 'row goes back to what it was', 'rows go back to what they were')}, and{' '}
          {formatCount(counts.added)} new {plural(counts.added, 'one leaves', 'ones leave')} the register. Its
          list of changes is deleted. You can’t redo it, but you can import the file again.
        </p>
      </UndoForm>
    </Dialog>
  );
}

function UndoForm({
  runId,
  done,
  children,
}: {
  runId: string;
  done: (importId: string) => Promise<unknown>;
  children: ReactNode;
}) {
  const { mutateAsync } = useMutation(api.imports.undoLast.mutationOptions());
  const form = useSchemaForm(undoLastImportInput, { runId, confirmation: '' });
  return (
    <Form
      form={form}
      action="Undo the import"
      isDangerous
      working="Starting…"
      labels={{ confirmation: 'Confirmation' }}
      submit={async (values) => {
        await done(await mutateAsync(values));
      }}
    >
      {children}
      <InputField form={form} {...wordField(undoWord)} />
    </Form>
  );
}

const wordField = (word: string) => ({
  name: 'confirmation' as const,
  label: `Type the word ${word} to confirm`,
  autoComplete: 'off',
  autoCapitalize: 'none',
  spellCheck: false,
});
