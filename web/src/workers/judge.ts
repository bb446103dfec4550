// What the list and the overview say about workers, from their causes alone.
import type { Reason, Severity, Status, Worker } from "../api/shapes";

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
export const STATUSES: Status[] = ["down", "degraded", "unknown", "healthy", "paused"];

/** Whether requests can reach it and earn: it answers, and no cause of severity error holds. */
export function canEarn(worker: Worker): boolean {
  const answers = worker.latest_status === "healthy" || worker.latest_status === "degraded";
  return answers && !worker.causes.some((cause) => cause.severity === "error");
}

/** The gravest cause; of those alike, the one that has lasted longest. */
export function topCause(worker: Worker): Reason | undefined {
  return [...worker.causes].sort(byGravity)[0];
}

export function byGravity(a: Reason, b: Reason): number {
  return RANK[a.severity] - RANK[b.severity] || a.since.localeCompare(b.since);
}

export interface CauseGroup {
  code: string;
  severity: Severity;
  workers: Worker[];
  /** Since when the longest of them lasts. */
  since: string;
}

/** Causes over all active workers, the gravest first, then the most frequent. */
export function causeGroups(workers: Worker[]): CauseGroup[] {
  const groups = new Map<string, CauseGroup>();
  for (const worker of workers) {
    if (!worker.is_active) continue;
    for (const { code, severity, since } of worker.causes) {
      const group = groups.get(code) ?? { code, severity, workers: [], since };
      group.workers.push(worker);
      if (since < group.since) group.since = since;
      if (RANK[severity] < RANK[group.severity]) group.severity = severity;
      groups.set(code, group);
    }
  }
  return [...groups.values()].sort(
    (a, b) => RANK[a.severity] - RANK[b.severity] || b.workers.length - a.workers.length,
  );
}

export function countByStatus(workers: Worker[]): Record<Status, number> {
  const counts: Record<Status, number> = { healthy: 0, degraded: 0, down: 0, unknown: 0, paused: 0 };
  for (const worker of workers) counts[worker.latest_status]++;
  return counts;
}

export interface Load {
  /** Percent, over the workers that tell; null when none does. */
  mean: number | null;
  told: number;
  of: number;
}

export function gpuLoad(workers: Worker[]): Load {
  const active = workers.filter((worker) => worker.is_active);
  const told = active.flatMap((worker) => worker.latest_gpu_utilization ?? []);
  const mean = told.length ? told.reduce((sum, one) => sum + one, 0) / told.length : null;
  return { mean, told: told.length, of: active.length };
}
