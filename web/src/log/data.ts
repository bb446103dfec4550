import { useInfiniteQuery } from "@tanstack/react-query";
import { api, nextCursor } from "../api/client";
import type { LogEntry } from "../api/shapes";

const EVERY_MS = 10_000;

interface Page {
  rows: LogEntry[];
  next: number | undefined;
}

/** What happened, newest first, a page of `most` at a time; of one worker, or of all. */
export function useLog(worker_id: number | undefined, most: number) {
  return useInfiniteQuery({
    queryKey: ["log", worker_id, most],
    initialPageParam: undefined as number | undefined,
    queryFn: async ({ pageParam: cursor }): Promise<Page> => {
      const { data, response } = await api.GET("/api/v1/log", {
        params: { query: { worker_id, limit: most, cursor } },
      });
      return { rows: data ?? [], next: nextCursor(response.headers.get("link")) };
    },
    getNextPageParam: (page) => page.next,
    refetchInterval: EVERY_MS,
  });
}
