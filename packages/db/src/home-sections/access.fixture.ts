import { type Foundations, type SampleRows, shared } from '../tools/testing/sample-rows.ts';

const section = (name: string) =>
  `insert into home_sections (id, kind, title, position) values ('${shared(name)}', 'TEXT', 'Sample', 20)`;
/** The first bytes of a JPEG file. */
const jpeg = `decode('ffd8ff' || repeat('00', 30), 'hex')`;
const picture = (sectionId: string) =>
  `insert into home_pictures (section_id, bytes, width, height, alt) values ('${sectionId}', ${jpeg}, 8, 8, '')`;

export const rows: SampleRows = {
  home_sections: {
    where: () => `id = '${shared('section')}'`,
    attempt: () => `insert into home_sections (kind, title, position) values ('TEXT', 'New', 21)`,
    update: 'title = title',
  },
  home_pictures: {
    where: () => `section_id = '${shared('section')}'`,
    attempt: () => picture(shared('section too')),
    update: 'alt = alt',
  },
};

export const foundations: Foundations = () => [
  section('section'),
  section('section too'),
  picture(shared('section')),
];
