import { z } from 'zod';
import { optional, pick } from '../engine/columns/pick.ts';
import { computed, json, orNull, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { portalSettings } from './tables.ts';

/** The row that opens the mailing addresses of firms to visitors. `mailing_address_of` in the database reads it. */
export const addressSetting = 'addresses_for_visitors';

const addresses = computed({
  /** True if visitors see the mailing addresses of firms that are no sole owner's. */
  withVisitors: 'boolean',
  changedByName: 'string | null',
});
const setting = optional(pick(portalSettings, { changedAt: 'updatedAt' }, 's'));
/** `changedAt` and `changedByName` are null for a setting that nobody has changed. */
export type AddressSetting = RowOf<typeof addresses> & RowOf<typeof setting>;

/** The setting of mailing addresses, and the person who changed it last. For staff. */
export async function getAddressSetting({ sql }: Transaction): Promise<AddressSetting> {
  const [row] = await rowsOf(sql, addresses, setting)`
    select coalesce(s.value = 'true', false) as "withVisitors", ${setting(sql)},
           p.first_name || ' ' || p.last_name as "changedByName"
    from (values (${addressSetting})) asked (name)
    left join portal_settings s using (name)
    left join users p on p.id = s.updated_by`;
  if (!row) throw new Error('A list of one value has one row.');
  return row;
}

/** The row that says where the association can be reached. `association_contact` in the database reads it. */
export const contactSetting = 'association_contact';

/** The row that says how to pay an invoice. `payment_terms` in the database reads it. */
export const paymentSetting = 'payment_terms';

export interface AssociationContact {
  address: string;
  phone: string | null;
  email: string | null;
}

const contact = z.strictObject({
  address: z.string(),
  phone: z.string().optional(),
  email: z.string().optional(),
});
const stored = computed({ contact: orNull(json(contact)) });

/** The association's contact details: the postal address in lines, the phone as E.164. For everybody. */
export async function getAssociationContact({ sql }: Transaction): Promise<AssociationContact> {
  const [row] = await rowsOf(sql, stored)`select association_contact() as contact`;
  const { address = '', phone = null, email = null } = row?.contact ?? {};
  return { address, phone, email };
}
