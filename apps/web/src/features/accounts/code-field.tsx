import type { Path } from 'react-hook-form';
import { InputField } from '../../ui/fields.tsx';
import type { SchemaForm } from '../../ui/use-schema-form.ts';

/** A code from the authenticator app, or a recovery code in its place. */
export function CodeField<Input extends { code?: string | undefined }, Output>({
  form,
  autoFocus = false,
}: {
  form: SchemaForm<Input, Output>;
  autoFocus?: boolean;
}) {
  return (
    <InputField
      form={form}
      name={'code' as Path<Input>}
      label="Code"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={30}
      autoFocus={autoFocus}
      hint={
        <>
          No app? Use one of your recovery codes.
          {document.documentElement.hasAttribute('data-demo-codes') && (
            <a href="/dev/outbox" target="_blank" rel="noopener" className="block text-link underline">
              Codes of the demonstration: /dev/outbox
            </a>
          )}
        </>
      }
    />
  );
}
