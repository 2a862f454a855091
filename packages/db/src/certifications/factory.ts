import { type AddCertificationInput, addCertificationInput } from '@namc/inputs/certifications';
import type { Database } from '../engine/database.ts';
import { addCertification } from './commands.ts';

type Sample = Partial<Record<keyof AddCertificationInput, unknown>>;

/** Adds a certification as an owner of the company, by default a DBE without a last day, and returns its id. */
export function addSampleCertification(
  db: Database,
  { companyId, ownerId }: { companyId: string; ownerId: string },
  sample: Sample = {},
): Promise<string> {
  const input = addCertificationInput.parse({ companyId, kind: 'DBE', number: '1000', ...sample });
  return db.write({ kind: 'member', userId: ownerId }, (tx) => addCertification(tx, input));
}
