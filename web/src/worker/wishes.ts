import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../api/client";
import type { NewWish, Wish } from "../api/shapes";

const EVERY_MS = 5_000;
const SLOWLY_MS = 60_000;
const MOST = 20;

/** The newest wishes; often asked for while one of them waits. */
export function useWishes(worker_id: number) {
  return useQuery({
    queryKey: ["worker", worker_id, "wishes"],
    queryFn: () =>
      body(
        api.GET("/api/v1/workers/{worker_id}/wishes", {
          params: { path: { worker_id }, query: { limit: MOST } },
        }),
      ),
    refetchInterval: ({ state }) => (state.data?.some(isWaiting) ? EVERY_MS : SLOWLY_MS),
  });
}

export function isWaiting(wish: Wish): boolean {
  return wish.state === "waiting";
}

export function useMakeWish(worker_id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: NewWish) =>
      body(api.POST("/api/v1/workers/{worker_id}/wishes", { params: { path: { worker_id } }, body: wish })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["worker", worker_id] }),
  });
}
