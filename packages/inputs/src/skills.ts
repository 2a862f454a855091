import { z } from 'zod/mini';

/**
 * Skills of members beside the licensed trades, by code. Together with the classifications they form the skills
 * vocabulary.
 */
export const tradeSkills = {
  estimating: 'Estimating',
  scheduling: 'Scheduling',
  'project-management': 'Project management',
  'site-supervision': 'Site supervision',
  'safety-management': 'Safety management',
  bim: 'Building information modeling',
  surveying: 'Surveying',
  inspection: 'Inspection',
  commissioning: 'Commissioning',
  'crane-operation': 'Crane operation',
  'heavy-equipment': 'Heavy equipment',
  trucking: 'Trucking and hauling',
  'material-supply': 'Material supply',
  scaffolding: 'Scaffolding',
  'traffic-control': 'Traffic control',
  'lead-abatement': 'Lead abatement',
  'energy-retrofit': 'Energy retrofit',
  'ev-charging': 'Electric vehicle charging',
  'prevailing-wage': 'Prevailing wage and certified payroll',
  bonding: 'Bonding and insurance',
  'bid-writing': 'Bid writing',
  'design-build': 'Design-build',
  architecture: 'Architecture',
  'structural-engineering': 'Structural engineering',
} as const;

export type TradeSkill = keyof typeof tradeSkills;
/** The code of a skill beside the licensed trades. */
export const tradeSkill = z.enum(Object.keys(tradeSkills) as TradeSkill[], 'must be a skill');
