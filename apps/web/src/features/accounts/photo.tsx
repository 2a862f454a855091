import { lazy, Suspense } from 'react';
import { patiently } from '../../lib/connection.ts';
import { InitialsMark } from '../../ui/initials-mark.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Change } from './settings-section.tsx';

const PhotoForm = lazy(patiently(() => import('./photo-form.tsx')));

/** The person's photo, or else their initials, with the way to change it. */
export default function Photo({ name, photoId }: { name: string; photoId: string | null }) {
  return (
    <div className="flex min-h-16 flex-wrap items-center gap-4">
      {photoId ? (
        <img
          src={`/api/files/${photoId}`}
          alt="You, as on your profile"
          width={64}
          height={64}
          className="size-16 rounded-full object-cover"
        />
      ) : (
        <InitialsMark name={name} of="person" isLarge />
      )}
      <Change
        what="your photo"
        isSpelledOut
        label={photoId ? 'Change' : 'Add'}
        form={(close) => (
          <Suspense fallback={<Loading />}>
            <PhotoForm hasPhoto={photoId !== null} done={close} />
          </Suspense>
        )}
      />
    </div>
  );
}
