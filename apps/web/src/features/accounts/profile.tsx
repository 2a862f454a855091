import { formatPhone } from '@namc/inputs/phone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { api } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Loading } from '../../ui/loading.tsx';
import type { Me } from './me.ts';
import { Change, SettingsSection } from './settings-section.tsx';
import { skillsInWords } from './skills-in-words.ts';

const Photo = lazy(patiently(() => import('./photo.tsx')));
const ProfileForm = lazy(patiently(() => import('./profile-form.tsx')));

/** The details that people give about themselves. An applicant changes it in the application, where staff see the change. */
export function Profile({ me }: { me: Me }) {
  const { data, error, isPending, refetch } = useQuery(api.accounts.getProfile.queryOptions());
  const isApplicant = me.status === 'PENDING';
  return (
    <SettingsSection
      title="Profile"
      change={
        data &&
        !isApplicant && (
          <Change
            what="your profile"
            form={(close) => (
              <Suspense fallback={<Loading />}>
                <ProfileForm profile={data} done={close} />
              </Suspense>
            )}
          />
        )
      }
    >
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load your profile" error={error} retry={refetch} />}
      {data && (
        <Suspense fallback={<div className="h-16" />}>
          <Photo name={`${data.firstName} ${data.lastName}`} photoId={data.photoId} />
        </Suspense>
      )}
      {data && (
        <Facts
          areShort
          facts={[
            ['Name', `${data.firstName} ${data.lastName}`],
            [
              'Company',
              data.company && (
                <Link to="/company" className="text-link underline underline-offset-4">
                  {data.company}
                </Link>
              ),
            ],
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
