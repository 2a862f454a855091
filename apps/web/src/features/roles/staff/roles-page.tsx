import { byArea, permissionCodes, permissions, setRolePermissionsInput } from '@namc/inputs/roles';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { api, queryClient } from '../../../lib/api.ts';
import { plural } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { TextareaField, TickField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { useMe } from '../../accounts/me.ts';

export function RolesPage() {
  const me = useMe();
  const { data, error, isPending, refetch } = useQuery(
    api.roles.list.queryOptions(undefined, { staleTime: 0 }),
  );
  const [edited, setEdited] = useState<string>();
  const role = data?.find(({ code }) => code === edited);
  return (
    <div className="space-y-5">
      <PageHeading title="Roles" />
      <p className="max-w-2xl text-text-2">
        What each role can do. Assign roles on a member’s page. You can’t change your own roles or assign a
        role above your own.
      </p>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the roles" error={error} retry={refetch} />}
      <ul className="grid max-w-4xl gap-4">
        {data
          ?.filter(({ rank }) => rank > 0)
          .map((listed) => (
            <li key={listed.code} className="rounded-card border border-divider bg-surface p-4">
              <div className="flex flex-wrap items-baseline justify-between gap-3">
                <h2 className="font-semibold">{listed.name}</h2>
                <p className="text-dense text-text-2">
                  {listed.holders} {plural(listed.holders ?? 0, 'person', 'people')}
                </p>
              </div>
              <p className="text-dense">{listed.description}</p>
              <dl className="mt-3 grid gap-x-4 gap-y-2 text-dense sm:grid-cols-[10rem_1fr]">
                {byArea(listed.permissions).map(([area, codes]) => (
                  <Fragment key={area}>
                    <dt className="font-semibold text-text-2 sm:py-0.5">{area}</dt>
                    <dd>
                      <ul className="flex flex-wrap gap-1.5">
                        {codes.map((code) => (
                          <li key={code} title={code} className="rounded-control bg-info-tint px-2 py-0.5">
                            {permissions[code]}
                          </li>
                        ))}
                      </ul>
                    </dd>
                  </Fragment>
                ))}
              </dl>
              {me?.permissions.includes('roles.manage') && listed.code !== 'administrator' && (
                <Button
                  className="mt-3"
                  onClick={() => setEdited(listed.code)}
                  aria-label={`Change ${listed.name}`}
                >
                  Change…
                </Button>
              )}
            </li>
          ))}
      </ul>
      <Dialog
        title={role ? `What ${role.name} can do` : ''}
        isOpen={role !== undefined}
        close={() => setEdited(undefined)}
      >
        {role && (
          <Edit
            roleCode={role.code}
            held={role.permissions}
            done={async () => {
              setEdited(undefined);
              await queryClient.invalidateQueries(api.roles.pathFilter());
              toast(`Permissions of ${role.name} saved.`);
            }}
          />
        )}
      </Dialog>
    </div>
  );
}

function Edit({
  roleCode,
  held,
  done,
}: {
  roleCode: string;
  held: (typeof permissionCodes)[number][];
  done: () => Promise<void>;
}) {
  const form = useSchemaForm(
    setRolePermissionsInput,
    { roleCode, permissions: held, reason: '' },
    // Others may change the permissions meanwhile, so the boxes begin as the role is.
    { key: `permissions ${roleCode}`, names: ['reason'] },
  );
  const { mutateAsync } = useMutation(api.roles.setPermissions.mutationOptions());
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{ permissions: 'Permissions', reason: 'Reason' }}
      submit={(values) => mutateAsync(values)}
      done={done}
    >
      {byArea(permissionCodes).map(([area, codes]) => (
        <fieldset key={area}>
          <legend className="mb-1 font-semibold">{area}</legend>
          <div className="rounded-control border border-divider px-3">
            {codes.map((code) => (
              <TickField key={code} form={form} name="permissions" value={code} label={permissions[code]} />
            ))}
          </div>
        </fieldset>
      ))}
      <TextareaField form={form} name="reason" label="Reason" />
    </Form>
  );
}
