import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SessionItem } from '@namc/db/sign-in/queries';
import ipaddr from 'ipaddr.js';
import { Reader } from 'maxmind';
import { z } from 'zod';

const table = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';
const entry = z.object({ country_code: z.string() });
/** Loaded on first use: 8 MB, and a few milliseconds. */
let countries: Pick<Reader<never>, 'get'> | undefined;

/**
 * The country that an address is registered in (ISO 3166, two letters); null for an address of a private network.
 */
export function countryOf(address: string | null): string | null {
  if (!address || !ipaddr.isValid(address)) return null;
  countries ??= new Reader<never>(readFileSync(fileURLToPath(import.meta.resolve(table))));
  return entry.safeParse(countries.get(ipaddr.process(address).toString())).data?.country_code ?? null;
}

/** Sessions, each with the country of its last address. */
export const withCountries = (sessions: SessionItem[]) =>
  sessions.map((session) => ({ ...session, country: countryOf(session.lastAddress) }));
