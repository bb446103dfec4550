import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { api, body, everyRow } from "../api/client";
import { feed } from "../api/feed";
import type { NewWorker, Worker, WorkerChange } from "../api/shapes";
import { type Named, fleet } from "./fleet";

/** So often the list is asked for anew while the live feed does not flow: two pages for 2,000 workers stay far below the API's limit a minute. */
const EVERY_MS = 10_000;

async function askForAll(): Promise<number> {
  const rows = await everyRow((cursor) => api.GET("/api/v1/workers", { params: { query: { limit: 1000, cursor } } }));
  fleet.replace(rows);
  return rows.length;
}

/** Whether changes come by themselves. */
export function useFlow() {
  return useSyncExternalStore(feed.subscribe, feed.flow);
}

interface Workers {
  data: Worker[] | undefined;
  error: Error | null;
  refetch: () => unknown;
}

/** Every worker this caller may see: from the feed, or asked for again and again while that does not flow. */
export function useWorkers(): Workers {
  const data = useSyncExternalStore(fleet.subscribe, fleet.rows);
  const asked = useQuery({
    queryKey: ["workers"],
    queryFn: askForAll,
    enabled: useFlow() === "cut",
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS / 2,
  });
  return { data, error: asked.error, refetch: asked.refetch };
}

/** Every worker's name; it changes only when one of them does. */
export function useNames(): Named[] {
  return useSyncExternalStore(fleet.subscribe, fleet.names);
}

/** One worker as lists show it, told of each of its changes and of no other's. */
export function useListed(id: number): Worker | undefined {
  return useSyncExternalStore(
    (tell) => fleet.subscribeTo(id, tell),
    () => fleet.one(id),
  );
}

export function useAddWorker() {
  return useMutation({
    mutationFn: (worker: NewWorker) => body(api.POST("/api/v1/workers", { body: worker })),
  });
}

export function useChangeWorker(worker_id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: WorkerChange) =>
      body(api.PATCH("/api/v1/workers/{worker_id}", { params: { path: { worker_id } }, body: change })),
    onSuccess: (changed) => {
      client.setQueryData(["worker", worker_id], changed);
      fleet.put(changed);
    },
  });
}

export function useDeleteWorker(worker_id: number) {
  return useMutation({
    mutationFn: () => body(api.DELETE("/api/v1/workers/{worker_id}", { params: { path: { worker_id } } })),
    onSuccess: () => fleet.drop(worker_id),
  });
}
