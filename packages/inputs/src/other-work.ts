import type { classificationNames } from './classifications.ts';
import { areNamed, readPeopleAt, tradeKey } from './trade-reading.ts';

/** Work that people look for among contractors and that no class of the license board is for. */
export const otherWorks = [
  'mold',
  'lead',
  'pests',
  'home inspection',
  'cleaning',
  'hauling',
  'rental',
  'trucking',
  'moving',
  'design',
  'appliances',
] as const;
export type OtherWork = (typeof otherWorks)[number];

/** The words for each, in English and Spanish, singular, and the classes whose holders may do it or what belongs to it. */
const words: Record<OtherWork, { words: string; codes: (keyof typeof classificationNames)[] }> = {
  mold: {
    words:
      'mold, black mold, mold remediation, mold removal, mold abatement, mold inspection, mold testing, mold cleanup, mold damage, ' +
      'mold specialist, moho, remoción de moho, eliminación de moho, limpieza de moho',
    codes: ['B', 'B-2'],
  },
  lead: {
    words:
      'lead abatement, lead removal, lead remediation, lead paint, lead paint removal, lead paint abatement, lead based paint, ' +
      'lead based paint removal, lead inspection, lead testing, lead safe, lead certified, pintura con plomo, pintura de plomo, ' +
      'remoción de plomo, remoción de pintura con plomo, eliminación de plomo',
    codes: ['C-33', 'B'],
  },
  pests: {
    words:
      'pest control, pest exterminator, exterminator, termite, termite treatment, termite control, termite inspection, fumigation, ' +
      'fumigator, rodent control, control de plagas, fumigador, fumigación, exterminador, termita',
    codes: [],
  },
  'home inspection': {
    words:
      'home inspector, home inspection, house inspector, house inspection, inspector de casas, inspección de casas',
    codes: [],
  },
  cleaning: {
    words:
      'street sweeping, parking lot sweeping, house cleaning, house cleaner, home cleaning, maid service, maid, janitorial, janitorial service, janitor, cleaning service, ' +
      'cleaning company, office cleaning, carpet cleaning, carpet cleaner, window cleaning, window washing, window cleaner, ' +
      'limpieza de casa, limpieza de oficina, limpieza de ventana',
    codes: ['D-63'],
  },
  hauling: {
    words:
      'hauling, hauler, junk removal, junk hauling, trash hauling, trash removal, acarreo de basura, recolección de basura',
    codes: ['D-63'],
  },
  rental: {
    words:
      'dumpster, dumpster rental, portable toilet, porta potty, equipment rental, tool rental, renta de equipo, renta de herramienta',
    codes: [],
  },
  trucking: { words: 'trucking, trucking company, dump truck, trucker', codes: [] },
  moving: { words: 'mover, moving company, moving service, movers and packers, mudanza', codes: [] },
  design: {
    words:
      'architect, architecture firm, structural engineer, civil engineer, land surveyor, surveyor, surveying, land surveying, land survey, interior designer, ' +
      'interior design, arquitecto, arquitecta, ingeniero civil, ingeniero estructural, topógrafo, diseñador de interiores',
    codes: [],
  },
  appliances: {
    words:
      'appliance repair, appliance installation, refrigerator repair, washer repair, dryer repair, reparación de electrodomésticos',
    codes: [],
  },
};

const byKey = new Map(
  otherWorks.flatMap((kind) => words[kind].words.split(', ').map((one) => [tradeKey(one), kind] as const)),
);
const longest = 5;

/** The work that the words from `start` on name, and their number; undefined if they name none. */
export function readOtherWorkAt(
  typed: string[],
  start: number,
): { length: number; kind: OtherWork; codes: string[]; isPeople: boolean } | undefined {
  for (let length = Math.min(longest, typed.length - start); length > 0; length -= 1) {
    const named = typed.slice(start, start + length);
    const kind = byKey.get(tradeKey(named.join(' ')));
    if (!kind) continue;
    const { end, isPeople } = readPeopleAt(typed, start + length);
    return { length: end - start, kind, codes: words[kind].codes, isPeople: isPeople || areNamed(named) };
  }
  return undefined;
}
