import { describe, expect, it } from 'vitest';
import { poolSizes, urlsAt } from './login-pools.ts';

const three = {
  public: 'postgres://public:p@pool:6432/portal_1',
  staff: 'postgres://staff:s%40@pool:6432/portal_1_staff',
  system: 'postgres://system:y@pool:6432/portal_1_system',
};
const one = { public: three.public, staff: three.public, system: three.public };

describe('the connections of a process', () => {
  it.each([
    [12, { public: 6, staff: 3, system: 3 }],
    [10, { public: 5, staff: 2, system: 3 }],
    [4, { public: 2, staff: 1, system: 1 }],
    [1, { public: 1, staff: 1, system: 1 }],
  ])('of %i leave each login its own', (total, sizes) => {
    expect(poolSizes(total, three)).toEqual(sizes);
  });

  it('are all everybody’s where there is one login', () => {
    expect(poolSizes(7, one)).toEqual({ public: 7, staff: 7, system: 7 });
  });

  it('are shared by the logins that have the same URL', () => {
    expect(poolSizes(12, { ...three, staff: three.public })).toEqual({ public: 9, staff: 9, system: 3 });
  });
});

describe('another server', () => {
  it('is reached as each login, with its own name, password and database', () => {
    expect(urlsAt('postgres://public:p@pool:6432/portal_2', three)).toEqual({
      public: 'postgres://public:p@pool:6432/portal_2',
      staff: 'postgres://staff:s%40@pool:6432/portal_2_staff',
      system: 'postgres://system:y@pool:6432/portal_2_system',
    });
  });

  it('is reached as the one login where there is one', () => {
    const place = 'postgres://public:p@other/portal';
    expect(urlsAt(place, one)).toEqual({ public: place, staff: place, system: place });
  });
});
