import { z } from 'zod/mini';
import { id, limit } from './text.ts';

export const listAnnouncementsInput = z.object({ limit: limit(50, 10) });

export const markAnnouncementReadInput = z.object({ announcementId: id });
