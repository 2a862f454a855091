import { join, resolve } from 'node:path';
import type { KeySource } from './read-keys.ts';

const repository = resolve(import.meta.dirname, '../../../../..');

/** The rings of keys. A wrong variable leaves the others readable. */
export function keySourcesOf(
  given: {
    [Name in
      | 'DATABASE_URL'
      | 'NODE_ENV'
      | 'DATA_DIRECTORY'
      | `PORTAL_${'KEYS' | 'SEAL_KEYS' | 'BID_KEYS' | 'BID_PUBLIC_KEY'}${'' | '_FILE'}`]?: string | undefined;
  },
) {
  const isDeveloper = given.NODE_ENV === 'development' || given.NODE_ENV === 'test';
  const dataDirectory = resolve(repository, given.DATA_DIRECTORY ?? '.data');
  // An administrator creates and stores the keys of a production database. A developer's first start creates its own.
  const ownFile = (name: string) =>
    given.DATABASE_URL && !isDeveloper ? undefined : join(dataDirectory, name);
  const keys: KeySource = {
    text: given.PORTAL_KEYS,
    file: given.PORTAL_KEYS_FILE,
    ownFile: ownFile('keys'),
    names: ['PORTAL_KEYS', 'PORTAL_KEYS_FILE'],
  };
  /** The keys of the audit trail's seals. Of the portal's processes the worker alone holds them. */
  const sealKeys: KeySource = {
    text: given.PORTAL_SEAL_KEYS,
    file: given.PORTAL_SEAL_KEYS_FILE,
    ownFile: ownFile('seal-keys'),
    names: ['PORTAL_SEAL_KEYS', 'PORTAL_SEAL_KEYS_FILE'],
  };
  /** The keys that open sealed bids. Of the portal's processes the worker alone holds them. */
  const bidKeys: KeySource = {
    text: given.PORTAL_BID_KEYS,
    file: given.PORTAL_BID_KEYS_FILE,
    ownFile: ownFile('bid-keys'),
    names: ['PORTAL_BID_KEYS', 'PORTAL_BID_KEYS_FILE'],
  };
  /** The public half, with which the process of the pages seals bids. */
  const bidPublicKey: KeySource = {
    text: given.PORTAL_BID_PUBLIC_KEY,
    file: given.PORTAL_BID_PUBLIC_KEY_FILE,
    ownFile: ownFile('bid-public-key'),
    names: ['PORTAL_BID_PUBLIC_KEY', 'PORTAL_BID_PUBLIC_KEY_FILE'],
  };
  return { keys, sealKeys, bidKeys, bidPublicKey };
}
