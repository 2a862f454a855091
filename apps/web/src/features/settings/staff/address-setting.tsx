import { shareAddressesInput } from '@namc/inputs/settings';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, queryClient } from '../../../lib/api.ts';
import { formatInstant } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { TickField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';

/** The setting that opens the mailing addresses of firms to visitors. */
export function AddressSetting() {
  const { data, error, isPending, refetch } = useQuery(api.settings.getAddresses.queryOptions());
  return (
    <section aria-labelledby="addresses" className="max-w-2xl space-y-4">
      <h2 id="addresses" className="text-h3 font-semibold">
        Mailing addresses
      </h2>
      <p className="text-dense text-text-2">
        The license board publishes the mailing address of every firm. Active members and staff see all of
        them. Visitors see the city.
      </p>
      <p className="text-dense text-text-2">
        Visitors never see a sole owner’s address, because it’s often a home. The same goes for a firm whose
        kind of business isn’t in the file.
      </p>
      {isPending && <Loading />}
      {error && !data && <ErrorPanel what="Couldn’t load the setting" error={error} retry={refetch} />}
      {data && <AddressForm key={String(data.withVisitors)} setting={data} />}
    </section>
  );
}

type Setting = inferOutput<typeof api.settings.getAddresses>;

function AddressForm({ setting }: { setting: Setting }) {
  const { withVisitors, changedAt, changedByName } = setting;
  const form = useSchemaForm(shareAddressesInput, { withVisitors });
  const { mutateAsync } = useMutation(
    api.settings.shareAddresses.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(api.settings.pathFilter()),
    }),
  );
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{ withVisitors: 'Visitors' }}
      submit={async (values) => {
        await mutateAsync(values);
        toast(
          values.withVisitors
            ? 'Visitors can now see firms’ mailing addresses.'
            : 'Visitors no longer see mailing addresses.',
          { about: 'addresses' },
        );
      }}
      beside={
        changedAt && (
          <p className="text-dense text-text-2">
            Changed {formatInstant(changedAt)}
            {changedByName && ` by ${changedByName}`}
          </p>
        )
      }
    >
      <TickField form={form} name="withVisitors" label="Show visitors the mailing addresses of firms" />
    </Form>
  );
}
