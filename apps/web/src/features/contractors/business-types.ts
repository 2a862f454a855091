/** The kinds of business in the license board's file, as it spells them. */
export const businessTypes = [
  'Sole Owner',
  'Corporation',
  'Limited Liability',
  'Partnership',
  'JointVenture',
];

export function businessTypeLabel(filed: string): string {
  return filed === 'JointVenture' ? 'Joint venture' : filed;
}
