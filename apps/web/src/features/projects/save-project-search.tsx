import type { ProjectFilters } from '@namc/inputs/projects';
import { lazy } from 'react';
import { patiently } from '../../lib/connection.ts';
import { SaveSearch } from '../saved-searches/save-search.tsx';

const Form = lazy(patiently(() => import('./save-project-search-form.tsx')));

/** Saves a search for projects. The code comes after the page. */
export default function SaveProjectSearch({ filters }: { filters: ProjectFilters }) {
  return <SaveSearch form={(done) => <Form filters={filters} done={done} />} />;
}
