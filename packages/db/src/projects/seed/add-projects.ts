import type { WriteTransaction } from '../../engine/database.ts';
import { stableUuid } from '../../engine/stable-uuid.ts';
import { personId } from '../../members/seed/person.ts';
import { projects } from './projects.ts';

const day = 86_400_000;

/** Adds the projects. Past projects accept bids until `addBids` closes them. */
export async function addProjects({ sql }: WriteTransaction, now: Date): Promise<void> {
  const rows = projects.map((project, at) => ({
    id: stableUuid('demo project', project.title),
    owner_id: personId(project.owner),
    title: project.title,
    description: project.description,
    category: project.category,
    // Bids arrive while the project is open; its status then moves on from there.
    status: ['CLOSED', 'AWARDED'].includes(project.status) ? 'BIDDING_OPEN' : project.status,
    budget_min: project.budget[0] * 100,
    budget_max: project.budget[1] * 100,
    deadline_at: new Date(now.getTime() + Math.max(project.due, 1) * day).toISOString(),
    skills: project.skills,
    zip_code: project.zipCode,
    created_at: new Date(now.getTime() - (12 + at * 5 + Math.max(0, -project.due)) * day).toISOString(),
  }));
  await sql`
    insert into projects (id, owner_id, title, description, category, status, budget_min_cents, budget_max_cents,
                          deadline_at, skills_required, city, state, zip_code, coordinates, created_at, published_at)
    select id, owner_id, title, description, category, status, budget_min, budget_max, deadline_at,
           array(select jsonb_array_elements_text(skills)), z.city, z.state, zip_code, z.location, created_at,
           case when status <> 'DRAFT' then created_at end
    from jsonb_to_recordset(${sql.json(rows)}) as row (
      id uuid, owner_id uuid, title text, description text, category text, status text, budget_min bigint,
      budget_max bigint, deadline_at timestamptz, skills jsonb, zip_code text, created_at timestamptz)
    left join zip_codes z using (zip_code)`;
}
