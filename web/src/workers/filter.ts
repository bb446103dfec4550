import type { Worker } from "../api/shapes";
import { modelName } from "../show/format";
import { canEarn } from "./judge";

/** What the list is narrowed to; everything stands in the page's address. */
export interface Filter {
  q: string;
  status: string | null;
  cause: string | null;
  model: string | null;
  participant: string | null;
}

export function filterOf(params: URLSearchParams): Filter {
  return {
    q: params.get("q") ?? "",
    status: params.get("status"),
    cause: params.get("cause"),
    model: params.get("model"),
    participant: params.get("participant"),
  };
}

/** Workers that fit. A search finds words in name, host and port, model and id. */
export function narrowed(workers: Worker[], filter: Filter): Worker[] {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  return workers.filter(
    (worker) =>
      fitsStatus(worker, filter.status) &&
      (!filter.cause || worker.causes.some((cause) => cause.code === filter.cause)) &&
      (!filter.model || modelName(worker.model) === filter.model) &&
      (!filter.participant || String(worker.participant_id) === filter.participant) &&
      words.every((word) => searchable(worker).includes(word)),
  );
}

function fitsStatus(worker: Worker, status: string | null): boolean {
  if (!status) return true;
  if (status === "earning") return canEarn(worker);
  if (status === "idle-hands") return worker.is_active && !canEarn(worker);
  return worker.latest_status === status;
}

function searchable(worker: Worker): string {
  return `${worker.worker_name} ${worker.host}:${worker.stats_port} ${worker.model ?? ""} #${worker.id}`.toLowerCase();
}
