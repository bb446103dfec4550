import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body, everyRow } from "../api/client";
import type { NewWorker, Worker, WorkerChange } from "../api/shapes";
import { useLive } from "../api/live";
import { remember } from "./recent";

/** So often the list is asked for anew while the live feed does not flow: two pages for 2,000 workers stay far below the API's limit a minute. */
const EVERY_MS = 10_000;

async function allWorkers(): Promise<Worker[]> {
  const rows = await everyRow((cursor) => api.GET("/api/v1/workers", { params: { query: { limit: 1000, cursor } } }));
  remember(rows);
  return rows;
}

/** Every worker this key may see. */
export function useWorkers() {
  const live = useLive();
  return useQuery({
    queryKey: ["workers"],
    queryFn: allWorkers,
    refetchInterval: live ? false : EVERY_MS,
    staleTime: live ? Infinity : EVERY_MS / 2,
  });
}

export function useAddWorker() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (worker: NewWorker) => body(api.POST("/api/v1/workers", { body: worker })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["workers"] }),
  });
}

export function useChangeWorker(worker_id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: WorkerChange) =>
      body(api.PATCH("/api/v1/workers/{worker_id}", { params: { path: { worker_id } }, body: change })),
    onSuccess: (changed) => {
      client.setQueryData(["worker", worker_id], changed);
      return client.invalidateQueries({ queryKey: ["workers"] });
    },
  });
}

export function useDeleteWorker(worker_id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.DELETE("/api/v1/workers/{worker_id}", { params: { path: { worker_id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["workers"] }),
  });
}
