import { Fragment, type ReactNode } from 'react';

/** A list of names and values. Facts without a value are left out. Short ones stay beside their names on a phone. */
export function Facts({
  facts,
  areShort = false,
}: {
  facts: [name: string, value: ReactNode][];
  areShort?: boolean;
}) {
  return (
    <dl
      className={`grid max-w-2xl gap-x-6 gap-y-1 ${areShort ? 'grid-cols-[auto_minmax(0,1fr)]' : 'grid-cols-1 sm:grid-cols-[auto_minmax(0,1fr)]'}`}
    >
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt className="text-text-2">{name}</dt>
            <dd className={`break-words whitespace-pre-wrap ${areShort ? '' : 'mb-2 sm:mb-0'}`}>{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
