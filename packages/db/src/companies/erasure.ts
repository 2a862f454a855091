import { and, eq, inArray, isNull, notExists, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Erasure } from '../engine/erasure.ts';
import { users } from '../members/tables.ts';
import { companies, companyInvitations, companyPeople } from './tables.ts';

export const erasure: Erasure = {
  companies: {
    close: {
      does: 'Deletes the companies in which nobody else is. A company with colleagues stays with them.',
      run: async ({ orm }, userId) => {
        const others = alias(companyPeople, 'others');
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
        await orm.delete(companies).where(
          and(
            inArray(companies.id, own),
            notExists(
              orm
                .select({ id: others.id })
                .from(others)
                .where(and(eq(others.companyId, companies.id), sql`${others.userId} <> ${userId}`)),
            ),
          ),
        );
      },
    },
    export: {
      as: 'companies',
      rows: ({ sql: query }) => query`
        select c.name, p.role, p.since, c.story, c.phone, c.website, c.street, c.city, c.zip_code, c.address_shown,
               c.service_counties, c.service_radius_meters, c.bonding_single_cents, c.bonding_aggregate_cents, c.crew_size,
               c.languages, c.license_number, c.created_at
        from company_people p join companies c on c.id = p.company_id
        where p.user_id = current_user_id() order by p.since`,
    },
  },
  company_people: {
    close: {
      does: 'Deletes the rows. The last owner of a company with colleagues has to make one of them an owner first.',
      run: ({ orm }, userId) => orm.delete(companyPeople).where(eq(companyPeople.userId, userId)),
    },
    export: { omit: 'The companies in the export name the role and the time.' },
  },
  company_invitations: {
    close: {
      does: 'Deletes the invitations to the account’s address. Those that the person sent stay with the company, without the name.',
      run: async ({ orm }, userId) => {
        const address = orm.select({ email: users.emailKey }).from(users).where(eq(users.id, userId));
        await orm
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
      rows: ({ sql: query }) => query`
        select company_name, role, expires_at from own_company_invitations()`,
    },
  },
};
