import type { Path } from 'react-hook-form';
import { InputField } from '../../../ui/fields.tsx';
import type { SchemaForm } from '../../../ui/use-schema-form.ts';

/** A new password, and the address that a password manager stores it under. */
export function NewPassword<Input extends { password: string }, Output>({
  form,
  label,
  email,
}: {
  form: SchemaForm<Input, Output>;
  label: string;
  email: string;
}) {
  return (
    <>
      <p className="break-words text-text-2">
        For the account of <strong className="text-text">{email}</strong>
      </p>
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <InputField
        form={form}
        name={'password' as Path<Input>}
        label={label}
        type="password"
        autoComplete="new-password"
        hint="At least 10 characters. A few words that only you would put together work well."
      />
    </>
  );
}
