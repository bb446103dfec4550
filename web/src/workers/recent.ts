import type { Worker } from "../api/shapes";

// The GPU load of each worker at its last looks, as seen by this open page: for the small lines in the list.
const KEPT = 32;

interface Seen {
  at: string | null;
  loads: (number | null)[];
}

const seen = new Map<number, Seen>();

/** Notes the newest look at each worker, once. */
export function remember(workers: Worker[]): void {
  for (const { id, latest_sample_at: at, latest_gpu_utilization: load } of workers) {
    const known = seen.get(id);
    if (!known) seen.set(id, { at, loads: [load] });
    else if (known.at !== at) seen.set(id, { at, loads: [...known.loads, load].slice(-KEPT) });
  }
}

export function forget(id: number): void {
  seen.delete(id);
}

export function recentLoads(id: number): (number | null)[] {
  return seen.get(id)?.loads ?? [];
}
