import type { SearchKindName } from '@namc/inputs/search';
import { Building2, FileText, Hammer, HardHat, type LucideIcon, User } from 'lucide-react';

/** Icons that the menus load anyway. */
export const kindIcons: Record<SearchKindName, LucideIcon> = {
  projects: Hammer,
  past_projects: Hammer,
  firms: Building2,
  people: User,
  contractors: HardHat,
  own_invoices: FileText,
  members: User,
  invoices: FileText,
};
