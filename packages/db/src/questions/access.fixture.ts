import { byId, poster, type SampleRows, shared, uuidOf } from '../tools/testing/sample-rows.ts';

/** The question to a person's own project is the person's: they decide it. */
export const rows: SampleRows = {
  project_questions: {
    where: byId('project_questions'),
    insert: (person, fresh) =>
      `insert into project_questions (id, project_id, asker_id, question)
       values ('${fresh}', '${uuidOf('published', person)}', '${poster}', 'How deep?')`,
    attempt: (person) =>
      `insert into project_questions (project_id, asker_id, question) values ('${shared('open')}', '${person}', 'How deep?')`,
    update: 'status = status',
  },
};
