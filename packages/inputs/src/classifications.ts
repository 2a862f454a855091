import { z } from 'zod/mini';
import { changed } from './text.ts';

/**
 * License classifications of the Contractors State License Board, by normalized code (`C-10`, `D-3`, `B`).
 * `ASB` and `HAZ` are certifications that the board's files list in the same column.
 */
export const classificationNames = {
  A: 'General Engineering',
  B: 'General Building',
  'B-2': 'Residential Remodeling',
  'C-2': 'Insulation and Acoustical',
  'C-4': 'Boiler, Hot Water Heating and Steam Fitting',
  'C-5': 'Framing and Rough Carpentry',
  'C-6': 'Cabinet, Millwork and Finish Carpentry',
  'C-7': 'Low Voltage Systems',
  'C-8': 'Concrete',
  'C-9': 'Drywall',
  'C-10': 'Electrical',
  'C-11': 'Elevator',
  'C-12': 'Earthwork and Paving',
  'C-13': 'Fencing',
  'C-15': 'Flooring',
  'C-16': 'Fire Protection',
  'C-17': 'Glazing',
  'C-20': 'Heating, Ventilation and Air Conditioning',
  'C-21': 'Building Moving and Demolition',
  'C-22': 'Asbestos Abatement',
  'C-23': 'Ornamental Metal',
  'C-27': 'Landscaping',
  'C-28': 'Lock and Security Equipment',
  'C-29': 'Masonry',
  'C-31': 'Construction Zone Traffic Control',
  'C-32': 'Parking and Highway Improvement',
  'C-33': 'Painting and Decorating',
  'C-34': 'Pipeline',
  'C-35': 'Lathing and Plastering',
  'C-36': 'Plumbing',
  'C-38': 'Refrigeration',
  'C-39': 'Roofing',
  'C-42': 'Sanitation System',
  'C-43': 'Sheet Metal',
  'C-45': 'Sign',
  'C-46': 'Solar',
  'C-47': 'General Manufactured Housing',
  'C-49': 'Tree and Palm',
  'C-50': 'Reinforcing Steel',
  'C-51': 'Structural Steel',
  'C-53': 'Swimming Pool',
  'C-54': 'Ceramic and Mosaic Tile',
  'C-55': 'Water Conditioning',
  'C-57': 'Well Drilling',
  'C-60': 'Welding',
  'C-61': 'Limited Specialty',
  'D-3': 'Awnings',
  'D-4': 'Central Vacuum Systems',
  'D-6': 'Concrete Related Services',
  'D-7': 'Now D-21 Machinery and Pumps',
  'D-8': 'Now C-28 Lock and Security Equipment',
  'D-9': 'Drilling, Blasting and Oil Field Work',
  'D-10': 'Elevated Floors',
  'D-12': 'Synthetic Products',
  'D-16': 'Hardware, Locks and Safes',
  'D-21': 'Machinery and Pumps',
  'D-22': 'Now C-29 Masonry',
  'D-24': 'Metal Products',
  'D-28': 'Doors, Gates and Activating Devices',
  'D-29': 'Paperhanging',
  'D-30': 'Pile Driving and Pressure Foundation Jacking',
  'D-31': 'Pole Installation and Maintenance',
  'D-34': 'Prefabricated Equipment',
  'D-35': 'Pool and Spa Maintenance',
  'D-38': 'Sand and Water Blasting',
  'D-39': 'Scaffolding',
  'D-40': 'Service Station Equipment and Maintenance',
  'D-41': 'Siding and Decking',
  'D-42': 'Non-Electrical Sign Installation',
  'D-48': 'Now C-34 Pipeline',
  'D-49': 'Now C-49 Tree and Palm',
  'D-50': 'Suspended Ceilings',
  'D-52': 'Window Coverings',
  'D-53': 'Wood Tanks',
  'D-56': 'Trenching',
  'D-59': 'Hydroseed Spraying',
  'D-62': 'Air and Water Balancing',
  'D-63': 'Construction Clean-up',
  'D-64': 'Non-specialized',
  'D-65': 'Weatherization and Energy Conservation',
  ASB: 'Asbestos certification',
  HAZ: 'Hazardous substance removal certification',
} as const satisfies Record<string, string>;

/** A certification allows work of a kind within the trades of a license. It is no trade. */
export const certifications = ['ASB', 'HAZ'] as const;

const certified: ReadonlySet<string> = new Set(certifications);

/** True for a certification that the board's files list among the classifications. */
export function isCertification(code: string): boolean {
  return certified.has(code);
}

/** `c10`, `C-010` and ` C 10` all become `C-10`. Anything else is only trimmed and capitalized. */
export function normalizeClassification(filed: string): string {
  const text = filed.trim().toUpperCase();
  const parts = /^([A-Z])[-\s]?0*(\d+)$/.exec(text);
  return parts ? `${parts[1]}-${parts[2]}` : text;
}

/**
 * The board keeps codes that it has retired, so an unknown code is data, not an error. Only the form is checked.
 */
export const classification = z.pipe(
  changed(z.string().check(z.maxLength(10, 'must be a license classification')), normalizeClassification),
  z.string().check(z.regex(/^[A-Z]{1,4}(-\d{1,3})?$/, 'must be a license classification such as B or C-10')),
);
