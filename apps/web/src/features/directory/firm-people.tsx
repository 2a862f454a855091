import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { InitialsMark } from '../../ui/initials-mark.tsx';

/** The people of a firm who show themselves on its page, for members. Their photos are seen where their names are. */
export function FirmPeople({ companyId }: { companyId: string }) {
  const { data, error, refetch } = useQuery(api.directory.listPeople.queryOptions({ companyId }));
  if (error) return <ErrorPanel what="Couldn’t load the people" error={error} retry={refetch} />;
  if (!data?.length) return null;
  return (
    <section aria-label="People" className="space-y-3">
      <h2 className="text-h3 font-semibold">People</h2>
      <ul className="flex flex-wrap gap-x-6 gap-y-3">
        {data.map(({ userId, firstName, lastName, photoId }) => {
          const name = `${firstName} ${lastName}`;
          return (
            <li key={userId} className="flex min-w-0 items-center gap-3">
              {photoId ? (
                <img
                  src={`/api/files/of-firms/${photoId}`}
                  alt=""
                  className="size-12 shrink-0 rounded-full object-cover"
                />
              ) : (
                <InitialsMark name={name} of="person" isLarge />
              )}
              <span className="min-w-0 break-words">{name}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
