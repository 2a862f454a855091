import { byKey, codeKey } from './code-key.ts';

const businessTypeNames: Record<string, string> = {
  'Sole Owner': 'Sole owner',
  Corporation: 'Corporation',
  'Limited Liability': 'Limited liability company',
  Partnership: 'Partnership',
  JointVenture: 'Joint venture',
};

const businessTypeNamesByKey = byKey(businessTypeNames);

/** The kinds of business in the board's file, as it spells them. */
export const businessTypes: readonly string[] = Object.keys(businessTypeNames);

/** A kind of business in words; as the file has it if the list lacks it. */
export const businessTypeWords = (filed: string): string =>
  businessTypeNamesByKey.get(codeKey(filed)) ?? filed;
