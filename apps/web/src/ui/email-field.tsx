import type { Path } from 'react-hook-form';
import { InputField } from './fields.tsx';
import type { SchemaForm } from './use-schema-form.ts';

/** Use `username` where people sign in, for their password managers, and `email` for a new address. */
export function EmailField<Input extends { email: string }, Output>({
  form,
  label = 'Email address',
  autoComplete,
}: {
  form: SchemaForm<Input, Output>;
  label?: string;
  autoComplete: 'username' | 'email';
}) {
  return (
    <InputField
      form={form}
      name={'email' as Path<Input>}
      label={label}
      type="email"
      autoComplete={autoComplete}
      spellCheck={false}
    />
  );
}
