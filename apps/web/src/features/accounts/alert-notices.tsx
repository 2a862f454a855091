import { chooseAlertsInput } from '@namc/inputs/health';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TickField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Loading } from '../../ui/loading.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { Change, SettingsSection } from './settings-section.tsx';

interface Choices {
  byEmail: boolean;
  inPortal: boolean;
}

/** The ways by which a person who sees the health of the database hears of its alerts. */
export default function AlertNotices() {
  const { data, error, isPending, refetch } = useQuery(api.health.getAlertChoices.queryOptions());
  return (
    <div id="alert-notices">
      <SettingsSection
        title="Alerts of the database"
        change={
          data && (
            <Change
              what="how you hear of alerts"
              form={(close) => <ChoicesForm choices={data} done={close} />}
            />
          )
        }
      >
        {isPending && <Loading />}
        {error && <ErrorPanel what="Couldn’t load this setting" error={error} retry={refetch} />}
        {data && <p>{inWords(data)}</p>}
      </SettingsSection>
    </div>
  );
}

function inWords({ byEmail, inPortal }: Choices): string {
  if (byEmail && inPortal) return 'You hear of them by email and in the portal.';
  if (byEmail) return 'You hear of them by email.';
  return inPortal
    ? 'You hear of them in the portal.'
    : 'You don’t hear of them, unless you’re an administrator and nobody answers one.';
}

function ChoicesForm({ choices, done }: { choices: Choices; done: () => void }) {
  const form = useSchemaForm(chooseAlertsInput, choices);
  const { mutateAsync } = useMutation(api.health.chooseAlerts.mutationOptions());
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{}}
      submit={mutateAsync}
      done={async () => {
        await queryClient.invalidateQueries(api.health.getAlertChoices.pathFilter());
        toast('Saved.', { about: 'alert choices' });
        done();
      }}
    >
      <div>
        <TickField form={form} name="byEmail" label="By email" />
        <TickField form={form} name="inPortal" label="In the portal" />
      </div>
      <p className="text-dense text-text-2">
        An alert that’s bad and that nobody answers is told to every administrator in any case.
      </p>
    </Form>
  );
}
