import { InputField } from './form.tsx';
import type { SchemaForm } from './use-schema-form.ts';

/** An e-mail address: one's own to sign in with (`username`, for password managers), or a new one. */
export function EmailField<Input extends { email: unknown } & Record<string, unknown>>({
  form,
  label = 'E-mail address',
  autoComplete,
}: {
  form: SchemaForm<Input, unknown>;
  label?: string;
  autoComplete: 'username' | 'email';
}) {
  return (
    <InputField
      form={form}
      name="email"
      label={label}
      type="email"
      autoComplete={autoComplete}
      spellCheck={false}
    />
  );
}
