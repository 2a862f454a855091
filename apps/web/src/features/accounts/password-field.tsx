import type { Path } from 'react-hook-form';
import { InputField } from '../../ui/fields.tsx';
import type { SchemaForm } from '../../ui/use-schema-form.ts';

/** The current password, which several forms of this page ask for. */
export function PasswordField<Input extends { currentPassword: string }, Output>({
  form,
}: {
  form: SchemaForm<Input, Output>;
}) {
  return (
    <InputField
      form={form}
      name={'currentPassword' as Path<Input>}
      label="Password"
      type="password"
      autoComplete="current-password"
    />
  );
}
