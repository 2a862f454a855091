import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  files_one_logo: 'The logo was changed at the same moment. Try again.',
  files_one_photo: 'Your photo was changed at the same moment. Try again.',
  files_replaced_once: 'Someone else replaced this file at the same moment. Reload the page.',
  files_whole_before_use: 'This file hasn’t arrived whole yet. Upload it again.',
};

const ofMigrations = 'Migrations alone write the uses of files.';
const ofPortal = 'The portal computes it from the bytes.';

export const defects: Refusals = {
  file_kinds_kind_pattern: ofMigrations,
  file_kinds_owner_table_pattern: ofMigrations,
  file_contents_sha256_pattern: ofPortal,
  file_contents_content_type_pattern: ofPortal,
  files_uploader_known: 'The portal writes its own files, and the uses of staff.',
  file_contents_once:
    'Files with the same bytes become whole one after the other, and the second takes the stored bytes.',
};
