import { Fragment, type ReactNode } from 'react';

/** A list of names and values. Facts without a value are left out. */
export function Facts({ facts }: { facts: [name: string, value: ReactNode][] }) {
  return (
    <dl className="grid max-w-2xl grid-cols-1 gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt className="text-text-2">{name}</dt>
            <dd className="mb-2 break-words whitespace-pre-wrap sm:mb-0">{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
