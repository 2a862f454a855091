import {
  type AddCertificationInput,
  addCertificationInput,
  judgeCertificationInput,
  wantCertificationsInput,
} from '@namc/inputs/certifications';
import { listOwnCompanies } from '../companies/queries.ts';
import { californiaDay, daysLater } from '../contractors/standing/california-day.ts';
import type { Actor } from '../engine/actors.ts';
import type { Database } from '../engine/database.ts';
import { memberNamed, personId } from '../members/seed/person.ts';
import { addCertification, verifyCertification, wantCertifications } from './commands.ts';

/** What one company holds: the kind, its facts, and the days from today until the last one. */
const held: [
  facts: Pick<AddCertificationInput, 'kind'> & Partial<AddCertificationInput>,
  daysLeft?: number,
][] = [
  [{ kind: 'SB', number: '2000142' }, 400],
  [{ kind: 'DBE', number: '50142', isUnderReEvaluation: true }],
  [{ kind: 'MBE', number: 'NC-0142' }, 21],
  [{ kind: 'INSURANCE', number: 'GL-555-0142', issuer: 'Example Mutual' }, -12],
];
const wanted = ['SB', 'MBE', 'DIR', 'INSURANCE', 'BOND_LETTER'];

/** Fills the wallet of one company, with a certification in each state. Staff have verified the first one. */
export async function fillWallet(db: Database): Promise<void> {
  const owner = memberNamed('Reyes');
  const [company] = await db.read(owner, listOwnCompanies, { freshness: 'latest' });
  if (!company) throw new Error('Reyes has no company.');
  const companyId = company.id;
  const today = californiaDay(new Date());
  const inputs = held.map(([facts, daysLeft]) =>
    addCertificationInput.parse({
      companyId,
      ...facts,
      ...(daysLeft !== undefined && { expiresOn: daysLater(today, daysLeft) }),
    }),
  );
  const [certificationId] = await db.write(owner, async function fillWallet(tx) {
    const ids: string[] = [];
    for (const input of inputs) ids.push(await addCertification(tx, input));
    await wantCertifications(tx, wantCertificationsInput.parse({ companyId, kinds: wanted }));
    return ids;
  });
  const staff: Actor = { kind: 'staff', userId: personId('Okafor') };
  const judged = judgeCertificationInput.parse({
    certificationId,
    revision: 1,
    reason: 'Found in the state’s list of certified firms.',
  });
  await db.write(staff, (tx) => verifyCertification(tx, judged));
}
