import { eq } from 'drizzle-orm';
import { closedAddress, type Erasure } from '../engine/erasure.ts';
import { userSkills, users } from './tables.ts';

export const erasure: Erasure = {
  users: {
    close: {
      does: 'Replaces the name and the email address, erases contact and place, and hides the row.',
      run: ({ orm }, userId) =>
        orm
          .update(users)
          .set({
            status: 'CLOSED',
            email: closedAddress(userId),
            emailVerifiedAt: null,
            firstName: 'Closed',
            lastName: 'account',
            bio: null,
            phone: null,
            website: null,
            street: null,
            city: null,
            zipCode: null,
            coordinates: null,
            showInDirectory: false,
            showEmail: false,
            showPhone: false,
            showOnMap: false,
          })
          .where(eq(users.id, userId)),
    },
    export: {
      as: 'account',
      rows: ({ sql }) => sql`
        select id, email::text as email, email_verified_at, first_name, last_name, bio, phone, website,
               member_type, status, street, city, state, zip_code, show_in_directory, show_email,
               show_phone, show_on_map, created_at
        from users where id = current_user_id()`,
    },
  },
  user_skills: {
    close: {
      does: 'Deletes the rows.',
      run: ({ orm }, userId) => orm.delete(userSkills).where(eq(userSkills.userId, userId)),
    },
    export: {
      as: 'skills',
      rows: ({ sql }) => sql`select skill_code, years from user_skills where user_id = current_user_id()`,
    },
  },
};
