import { formatPhone } from '@namc/inputs/phone';
import { changeProfileInput } from '@namc/inputs/profile';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, queryClient } from '../../lib/api.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Facts } from '../../ui/facts.tsx';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Loading } from '../../ui/loading.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import type { Me } from './me.ts';
import { PersonFields, personLabels, skillsInWords } from './person-fields.tsx';
import { Change, SettingsSection } from './settings-section.tsx';

type OwnProfile = inferOutput<typeof api.accounts.getProfile>;

/** What a person says about themselves. An applicant changes it in the application, where staff see the change. */
export function Profile({ me }: { me: Me }) {
  const { data, error, isPending, refetch } = useQuery(api.accounts.getProfile.queryOptions());
  const isApplicant = me.status === 'PENDING';
  return (
    <SettingsSection
      title="Profile"
      change={
        data &&
        !isApplicant && (
          <Change what="your profile" form={(close) => <ProfileForm profile={data} done={close} />} />
        )
      }
    >
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load your profile" error={error} retry={refetch} />}
      {data && (
        <Facts
          facts={[
            ['Name', `${data.firstName} ${data.lastName}`],
            ['Company', data.company],
            ['License', data.licenseNumber],
            ['Phone', data.phone && formatPhone(data.phone)],
            ['Place', [data.city, data.zipCode].filter(Boolean).join(' ')],
            ['Services', skillsInWords(data.skills)],
          ]}
        />
      )}
      {isApplicant && (
        <p>
          You can change these in{' '}
          <Link to="/application" className="text-link underline underline-offset-4">
            your application
          </Link>
          .
        </p>
      )}
    </SettingsSection>
  );
}

function ProfileForm({ profile, done }: { profile: OwnProfile; done: () => void }) {
  const form = useSchemaForm(changeProfileInput, {
    firstName: profile.firstName,
    lastName: profile.lastName,
    company: profile.company ?? '',
    phone: profile.phone ? formatPhone(profile.phone) : '',
    city: profile.city ?? '',
    zipCode: (profile.zipCode ?? '').slice(0, 5),
    skills: profile.skills,
  });
  const { mutateAsync } = useMutation(api.accounts.changeProfile.mutationOptions());
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{ ...personLabels, company: 'Company' }}
      submit={async (values) => {
        await mutateAsync(values);
        await Promise.all([
          queryClient.invalidateQueries(api.accounts.getProfile.pathFilter()),
          queryClient.invalidateQueries(api.accounts.findMe.pathFilter()),
        ]);
        toast('Your profile is changed.');
      }}
      done={done}
    >
      <PersonFields form={form}>
        <InputField form={form} name="company" label="Company" autoComplete="organization" isOptional />
      </PersonFields>
    </Form>
  );
}
