/** A segment of the log: its timeline, and its place in the log counted in segments. */
interface Segment {
  timeline: number;
  at: number;
}

/** Segments of the log in a row are in one of these: 4 GiB. */
const bytesPerLog = 2 ** 32;

export function readSegment(name: string, segmentBytes: number): Segment {
  const hex = (from: number) => Number.parseInt(name.slice(from, from + 8), 16);
  return { timeline: hex(0), at: hex(8) * (bytesPerLog / segmentBytes) + hex(16) };
}

export function nameSegment({ timeline, at }: Segment, segmentBytes: number): string {
  const perLog = bytesPerLog / segmentBytes;
  return [timeline, Math.floor(at / perLog), at % perLog]
    .map((part) => part.toString(16).toUpperCase().padStart(8, '0'))
    .join('');
}

/** The timelines before one, as its `.history` file names them: each ended in the segment that holds its last position. */
export function readHistory(text: string, segmentBytes: number): { timeline: number; endsAt: number }[] {
  return text.split('\n').flatMap((line) => {
    const [, timeline, high, low] = /^(\d+)\s+([0-9A-F]+)\/([0-9A-F]+)/i.exec(line.trim()) ?? [];
    if (!timeline || !high || !low) return [];
    const position = Number.parseInt(high, 16) * bytesPerLog + Number.parseInt(low, 16);
    return [{ timeline: Number(timeline), endsAt: Math.floor(position / segmentBytes) }];
  });
}

export interface Archive {
  /** The names of the segments in the archive. */
  segments: string[];
  /** The history of each timeline but the first. */
  histories: Map<number, string>;
  backups: { label: string; archive: { start: string; stop: string } }[];
  segmentBytes: number;
}

/**
 * Names what the archive lacks: every segment from the start of the oldest backup to the newest one, along the newest timeline, and those of
 * each backup on another timeline. pgBackRest's own verification does not see this.
 */
export function findGaps({ segments, histories, backups, segmentBytes }: Archive): string[] {
  const there = new Set(segments);
  const known = segments.map((name) => readSegment(name, segmentBytes));
  const newest = Math.max(0, ...known.map(({ timeline }) => timeline));
  const end = Math.max(-1, ...known.filter(({ timeline }) => timeline === newest).map(({ at }) => at));
  const line = [
    ...readHistory(histories.get(newest) ?? '', segmentBytes),
    { timeline: newest, endsAt: Number.POSITIVE_INFINITY },
  ];
  const missing = new Set<string>();
  const demand = (wanted: Segment, otherwise?: Segment) => {
    const names = [wanted, otherwise].flatMap((one) => (one ? [nameSegment(one, segmentBytes)] : []));
    if (!names.some((name) => there.has(name))) missing.add(names[0] ?? '');
  };
  let from = Number.POSITIVE_INFINITY;
  for (const { archive } of backups) {
    const [start, stop] = [archive.start, archive.stop].map((name) => readSegment(name, segmentBytes));
    if (!start || !stop) continue;
    const part = line.find(({ timeline }) => timeline === start.timeline);
    if (part && start.at <= part.endsAt) from = Math.min(from, start.at);
    for (let at = start.at; at <= stop.at; at += 1) demand({ timeline: start.timeline, at });
  }
  for (let at = from; at <= end; at += 1) {
    const part = line.findIndex(({ endsAt }) => at <= endsAt);
    const { timeline = newest, endsAt } = line[part] ?? {};
    const next = line[part + 1];
    // The segment in which a timeline ended may be there under the next one alone.
    demand({ timeline, at }, next && at === endsAt ? { timeline: next.timeline, at } : undefined);
  }
  return [...missing].sort();
}
