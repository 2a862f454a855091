import { suspendMemberInput } from '@namc/inputs/members';
import { grantRoleInput, takeRoleInput } from '@namc/inputs/role-grants';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import { z } from 'zod/mini';
import { api } from '../../../lib/api.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { InputField, SelectField, TextareaField } from '../../../ui/fields.tsx';
import { Form, WrongField } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';

export type Act =
  | { kind: keyof typeof withReason }
  | { kind: 'grant' }
  | { kind: 'take'; roleCode: string; name: string };

/** Asks for the reason before staff act on an account. */
export function ActDialog({
  act,
  userId,
  name,
  close,
  done,
}: {
  act: Act | undefined;
  userId: string;
  name: string;
  close: () => void;
  done: (words: string) => Promise<void>;
}) {
  const titles = {
    suspend: `Suspend ${name}?`,
    reinstate: `Reinstate ${name}?`,
    endTwoFactor: `Turn off two-step sign-in for ${name}?`,
    grant: `Assign a role to ${name}`,
    take: `Remove a role from ${name}?`,
  };
  return (
    <Dialog title={act ? titles[act.kind] : ''} isOpen={act !== undefined} close={close}>
      {act?.kind === 'grant' && <Grant userId={userId} done={() => done(`Role assigned to ${name}.`)} />}
      {act?.kind === 'take' && (
        <Take
          userId={userId}
          roleCode={act.roleCode}
          done={() => done(`${act.name} role removed from ${name}.`)}
        />
      )}
      {act && act.kind !== 'grant' && act.kind !== 'take' && (
        <WithReason userId={userId} kind={act.kind} done={() => done(withReason[act.kind].done(name))} />
      )}
    </Dialog>
  );
}

const typedGrant = z.extend(grantRoleInput, { typed: z._default(z.string(), '') });

function Grant({ userId, done }: { userId: string; done: () => Promise<void> }) {
  const roles = useQuery(api.roles.list.queryOptions());
  const form = useSchemaForm(
    typedGrant,
    { userId, roleCode: 'support', reason: '', typed: '' },
    { key: `grant ${userId}`, names: ['roleCode', 'until', 'reason'] },
  );
  const roleCode = useWatch({ control: form.control, name: 'roleCode' });
  // With this permission a person can get every other one.
  const powerful = roles.data?.find(
    ({ code, permissions }) => code === roleCode && permissions.includes('roles.grant'),
  );
  const { mutateAsync } = useMutation(api.roles.grant.mutationOptions());
  return (
    <Form
      form={form}
      action="Assign the role"
      working="Assigning…"
      labels={{ roleCode: 'Role', until: 'Last day', reason: 'Reason', typed: 'Confirmation' }}
      submit={({ typed, ...values }) => {
        if (powerful && typed.trim() !== powerful.name) {
          throw new WrongField('typed', `Type ${powerful.name} to confirm`);
        }
        return mutateAsync(values);
      }}
      done={done}
    >
      <SelectField
        form={form}
        name="roleCode"
        label="Role"
        choices={(roles.data ?? [])
          .filter(({ rank }) => rank > 0)
          .map(({ code, name: label }) => ({ value: code, label }))}
      />
      <InputField form={form} name="until" label="Last day" type="date" isOptional />
      <TextareaField form={form} name="reason" label="Reason" />
      {powerful && (
        <InputField
          form={form}
          name="typed"
          label={`Type ${powerful.name} to confirm`}
          autoComplete="off"
          hint="This role can do everything here, and can assign any role to anyone."
        />
      )}
    </Form>
  );
}

function Take({ userId, roleCode, done }: { userId: string; roleCode: string; done: () => Promise<void> }) {
  const form = useSchemaForm(
    takeRoleInput,
    { userId, roleCode, reason: '' },
    { key: `take ${roleCode} ${userId}`, names: ['reason'] },
  );
  const { mutateAsync } = useMutation(api.roles.take.mutationOptions());
  return (
    <Form
      form={form}
      action="Remove the role"
      isDangerous
      working="Removing…"
      labels={{ reason: 'Reason' }}
      submit={(values) => mutateAsync(values)}
      done={done}
    >
      <TextareaField form={form} name="reason" label="Reason" />
    </Form>
  );
}

/** Acts on an account that need a reason and nothing else. */
const withReason = {
  suspend: {
    action: 'Suspend',
    isDangerous: true,
    done: (name: string) => `${name} is suspended.`,
    hint: 'We’ll email this to them. They are signed out everywhere and can’t sign in until you reinstate them.',
  },
  reinstate: {
    action: 'Reinstate',
    isDangerous: false,
    done: (name: string) => `${name} is reinstated.`,
    hint: undefined,
  },
  endTwoFactor: {
    action: 'Turn off',
    isDangerous: true,
    done: (name: string) => `Two-step sign-in is off for ${name}.`,
    hint: 'For someone who has lost their authenticator and recovery codes. Verify who they are, and note how you did it. We’ll email them that it’s off.',
  },
};

function WithReason({
  userId,
  kind,
  done,
}: {
  userId: string;
  kind: keyof typeof withReason;
  done: () => Promise<void>;
}) {
  const form = useSchemaForm(
    suspendMemberInput,
    { userId, reason: '' },
    { key: `${kind} ${userId}`, names: ['reason'] },
  );
  const act = {
    suspend: useMutation(api.members.suspend.mutationOptions()),
    reinstate: useMutation(api.members.reinstate.mutationOptions()),
    endTwoFactor: useMutation(api.members.endTwoFactor.mutationOptions()),
  }[kind];
  const { action, isDangerous, hint } = withReason[kind];
  return (
    <Form
      form={form}
      action={action}
      isDangerous={isDangerous}
      working="One moment…"
      labels={{ reason: 'Reason' }}
      submit={(values) => act.mutateAsync(values)}
      done={done}
    >
      <TextareaField form={form} name="reason" label="Reason" hint={hint} />
    </Form>
  );
}
