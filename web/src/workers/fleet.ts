// Every worker this caller may see, as lists show it: one small object each, replaced when its worker changes.
import type { News } from "../api/feed";
import type { Status, Worker, WorkerItem } from "../api/shapes";
import { forget, remember } from "./recent";

/** What the feed is asked for; the id always comes. */
export const FIELDS = [
  "participant_id",
  "worker_name",
  "host",
  "stats_port",
  "is_active",
  "model",
  "latest_status",
  "latest_gpu_utilization",
  "latest_revenue_ton",
  "reported_price_coefficient",
  "causes",
  "latest_sample_at",
  "last_seen",
] as const satisfies (keyof Worker)[];

export type Named = Pick<Worker, "id" | "worker_name">;

let known = new Map<number, Worker>();
let rows: Worker[] | undefined;
let names: Named[] = [];
const watchers = new Set<() => void>();
const watchersOf = new Map<number, Set<() => void>>();

export const fleet = {
  /** In order of id; undefined until all of them are known. */
  rows: (): Worker[] | undefined => rows,

  /** The same as long as nobody comes, goes or is renamed: for choices of a worker. */
  names: (): Named[] => names,

  one: (id: number): Worker | undefined => known.get(id),

  /** Takes in what the feed says. A new snapshot replaces what is shown when it is complete, not before. */
  take({ snapshot, changed = [], removed = [], complete }: News): void {
    if (snapshot) known = new Map();
    removed.forEach(lose);
    const told = changed.flatMap((block) => block.id.map((id, place) => put(id, block, place)));
    remember(told);
    if (complete) show();
    tellOf([...removed, ...told.map(({ id }) => id)]);
  },

  /** Takes in the whole list, as it was asked for. */
  replace(items: WorkerItem[]): void {
    known = new Map(items.map((item) => [item.id, light(item)]));
    remember([...known.values()]);
    show();
    tellOf(watchersOf.keys());
  },

  /** What an answer said of one worker, before the feed says it. */
  put(item: WorkerItem): void {
    known.set(item.id, light(item));
    if (rows) show();
    tellOf([item.id]);
  },

  drop(id: number): void {
    if (lose(id) && rows) show();
    tellOf([id]);
  },

  subscribe(tell: () => void): () => void {
    watchers.add(tell);
    return () => watchers.delete(tell);
  },

  /** Calls `tell` at each change of one worker only. */
  subscribeTo(id: number, tell: () => void): () => void {
    const own = watchersOf.get(id) ?? new Set();
    watchersOf.set(id, own.add(tell));
    return () => own.delete(tell);
  },
};

function tellOf(ids: Iterable<number>): void {
  for (const id of ids) watchersOf.get(id)?.forEach((tell) => tell());
}

function lose(id: number): boolean {
  forget(id);
  return known.delete(id);
}

const NOBODY = { latest_status: "unknown" as Status, causes: [] };

function put(id: number, block: Record<string, unknown[]>, place: number): Worker {
  const worker = { ...(known.get(id) ?? NOBODY) } as Record<string, unknown>;
  for (const name in block) worker[name] = block[name]?.[place];
  known.set(id, worker as unknown as Worker);
  return worker as unknown as Worker;
}

function light(item: WorkerItem): Worker {
  const shown = { id: item.id } as Record<string, unknown>;
  for (const name of FIELDS) shown[name] = name === "causes" ? item.latest_causes : item[name];
  return shown as unknown as Worker;
}

function show(): void {
  rows = [...known.values()].sort((a, b) => a.id - b.id);
  if (!areNamedSo(rows)) names = rows.map(({ id, worker_name }) => ({ id, worker_name }));
  watchers.forEach((tell) => tell());
}

function areNamedSo(workers: Worker[]): boolean {
  const isSo = (worker: Worker, place: number) =>
    names[place]?.id === worker.id && names[place].worker_name === worker.worker_name;
  return names.length === workers.length && workers.every(isSo);
}
