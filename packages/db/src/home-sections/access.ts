import type { TableRules } from '../engine/access-rules.ts';

const manage = { staff: 'home_sections.manage' } as const;

export const access: TableRules = {
  home_sections: { select: { anyone: 'all', staff: 'any' }, insert: manage, update: manage, delete: manage },
  // A new picture is a new row.
  home_pictures: { select: { anyone: 'all', staff: 'any' }, insert: manage, delete: manage },
};
