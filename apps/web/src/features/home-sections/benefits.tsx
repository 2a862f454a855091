import {
  BadgeCheck,
  Bell,
  BookOpen,
  ChartNoAxesColumn,
  Handshake,
  HardHat,
  type LucideIcon,
  MapPin,
  ShieldCheck,
} from 'lucide-react';
import type { HomeSection } from './home-section.ts';
import { SectionPicture } from './section-picture.tsx';

const icons: Record<HomeSection['icon'], LucideIcon> = {
  badge: BadgeCheck,
  shield: ShieldCheck,
  bell: Bell,
  map: MapPin,
  hands: Handshake,
  hat: HardHat,
  chart: ChartNoAxesColumn,
  book: BookOpen,
};

/** The benefits of members, side by side. */
export function Benefits({ sections }: { sections: HomeSection[] }) {
  return (
    <section aria-label="What members get">
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {sections.map((section) => {
          const Icon = icons[section.icon];
          return (
            <li
              key={section.id}
              className="overflow-hidden rounded-card border border-divider bg-surface shadow-card"
            >
              <SectionPicture section={section} className="w-full" />
              <div className="p-5">
                <span className="mb-3 inline-grid size-10 place-items-center rounded-control bg-accent-tint text-accent">
                  <Icon aria-hidden className="size-5" />
                </span>
                <h2 className="text-lead font-semibold">{section.title}</h2>
                {section.body && <p className="mt-1 whitespace-pre-line text-text-2">{section.body}</p>}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
