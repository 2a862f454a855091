import { BadgeCheck } from 'lucide-react';
import { Pill } from '../../ui/pill.tsx';
import type { DirectoryItem } from './directory-queries.ts';

/** The certifications that are good today, each kind once. A verified one says so. */
export function CertificationPills({ certifications }: Pick<DirectoryItem, 'certifications'>) {
  const kinds = new Map<string, { name: string; isVerified: boolean }>();
  for (const { kind, name, isVerified } of certifications) {
    if (!kinds.get(kind)?.isVerified) kinds.set(kind, { name, isVerified });
  }
  if (kinds.size === 0) return null;
  return (
    <ul aria-label="Certifications" className="flex flex-wrap gap-1.5 pt-1">
      {[...kinds].map(([kind, { name, isVerified }]) => (
        <li key={kind} className="max-w-full [&>span]:whitespace-normal">
          <Pill tone={isVerified ? 'ok' : 'quiet'} {...(isVerified && { Icon: BadgeCheck })}>
            {name}
            {isVerified && <span className="sr-only">, verified</span>}
          </Pill>
        </li>
      ))}
    </ul>
  );
}
