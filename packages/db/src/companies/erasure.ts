import { and, eq, inArray, isNull, ne, notExists, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { WriteTransaction } from '../engine/database.ts';
import type { Erasure } from '../engine/erasure.ts';
import { users } from '../members/tables.ts';
import { companies, companyInvitations, companyPeople } from './tables.ts';

/** Deletes the companies in which nobody else is, and takes the person out of the others. */
async function leaveAll({ orm }: WriteTransaction, userId: string): Promise<void> {
  const own = orm
    .select({ id: companyPeople.companyId })
    .from(companyPeople)
    .where(eq(companyPeople.userId, userId));
  // A colleague who is just accepting an invitation comes before or after, and is seen.
  await orm
    .select({ id: companies.id })
    .from(companies)
    .where(inArray(companies.id, own))
    .orderBy(companies.id)
    .for('update');
  const others = alias(companyPeople, 'others');
  const colleagues = orm
    .select({ id: others.id })
    .from(others)
    .where(and(eq(others.companyId, companies.id), ne(others.userId, userId)));
  await orm.delete(companies).where(and(inArray(companies.id, own), notExists(colleagues)));
  await orm.delete(companyPeople).where(eq(companyPeople.userId, userId));
}

export const erasure: Erasure = {
  company_people: {
    close: {
      does: 'Deletes the rows, and the companies in which nobody else is. The last owner of a company with colleagues has to make one of them an owner first.',
      run: leaveAll,
    },
    export: {
      as: 'companies',
      rows: ({ sql }) => sql`
        select c.name, p.role, p.since, p.is_shown, c.story, c.phone, c.email, c.website, c.street, c.city, c.zip_code, c.county, c.address_shown,
               c.directory_audience, c.phone_audience, c.email_audience, c.website_audience, c.street_audience,
               c.service_counties, c.service_radius_meters, c.bonding_single_cents, c.bonding_aggregate_cents, c.crew_size,
               c.languages, c.license_number, c.created_at
        from company_people p join companies c on c.id = p.company_id
        where p.user_id = current_user_id() order by p.since`,
    },
  },
  company_invitations: {
    close: {
      does: 'Deletes the invitations to the account’s address. Those that the person sent stay with the company.',
      run: ({ orm }, userId) => {
        const address = orm.select({ email: users.emailKey }).from(users).where(eq(users.id, userId));
        return orm
          .delete(companyInvitations)
          .where(
            or(
              eq(companyInvitations.acceptedBy, userId),
              and(isNull(companyInvitations.acceptedAt), inArray(companyInvitations.email, address)),
            ),
          );
      },
    },
    export: {
      as: 'company_invitations',
      rows: ({ sql }) => sql`select company_name, role, expires_at from own_company_invitations()`,
    },
  },
};
