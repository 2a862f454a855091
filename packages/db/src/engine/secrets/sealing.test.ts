import { expect, it } from 'vitest';
import { findBidKey, publicLineOf, readBidKeyRing, readPublicBidKey } from './bid-keys.ts';
import { makeKey } from './key-ring.ts';
import { makeSealingPair, sealTo, unseal } from './sealing.ts';

const place = { table: 'bid_contents', column: 'sealed', row: '1' };
const content = Buffer.from('1500.50');

it('opens with the private half alone, whole, and in its place', async () => {
  const [pair, other] = [await makeSealingPair(), await makeSealingPair()];
  const sealed = await sealTo(pair.publicKey, place, content);
  expect(sealed.includes(content)).toBe(false);
  expect(await sealTo(pair.publicKey, place, content)).not.toEqual(sealed);
  expect(await unseal(pair.privateKey, place, sealed)).toEqual(content);
  await expect(unseal(other.privateKey, place, sealed)).rejects.toThrow('cannot be opened');
  await expect(unseal(pair.publicKey, place, sealed)).rejects.toThrow('cannot be opened');
  await expect(unseal(pair.privateKey, { ...place, row: '2' }, sealed)).rejects.toThrow('of row 2');
  for (const at of [0, 1, 33, sealed.length - 1]) {
    const damaged = Buffer.from(sealed);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    await expect(unseal(pair.privateKey, place, damaged)).rejects.toThrow('cannot be opened');
  }
  await expect(unseal(pair.privateKey, place, Buffer.alloc(3))).rejects.toThrow('cannot be opened');
});

it('a ring opens what its public line sealed, with the keys of before too', async () => {
  const [older, newer] = [makeKey(), makeKey()];
  const { id, publicKey } = readPublicBidKey({ text: publicLineOf(readBidKeyRing(older).current) }, {});
  const ring = readBidKeyRing(`${newer}\n${older}`);
  const sealed = await sealTo(publicKey, place, content);
  expect(await unseal(findBidKey(ring, id).privateKey, place, sealed)).toEqual(content);
  expect(() => findBidKey(readBidKeyRing(newer), id)).toThrow(`The key ${id} of sealed bids is missing`);
  expect(() =>
    readPublicBidKey({ names: ['PORTAL_BID_PUBLIC_KEY', 'PORTAL_BID_PUBLIC_KEY_FILE'] }, {}),
  ).toThrow('PORTAL_BID_PUBLIC_KEY or PORTAL_BID_PUBLIC_KEY_FILE must be set');
});
