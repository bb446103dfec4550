import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, body } from "../api/client";
import type { Worker } from "../api/shapes";
import { useListed } from "../workers/data";
import { type Span, spanKey, spanQuery } from "./span";

const EVERY_MS = 10_000;
const SLOWLY_MS = 60_000;

/** All of one worker: its figures as the feed tells them; what only its own page has is asked for, at once when its state changes. */
export function useWorker(worker_id: number) {
  const { data, error, refetch } = useQuery({
    queryKey: ["worker", worker_id],
    queryFn: () => body(api.GET("/api/v1/workers/{worker_id}", { params: { path: { worker_id } } })),
    refetchInterval: EVERY_MS,
  });
  const listed = useListed(worker_id);
  const state = listed && stateOf(listed);
  const known = useRef(state);
  useEffect(() => {
    if (known.current !== undefined && known.current !== state) void refetch();
    known.current = state;
  }, [state, refetch]);
  return { data: data && { ...data, ...figures(listed) }, error, refetch };
}

function stateOf({ latest_status, causes }: Worker): string {
  return [latest_status, ...causes.map(({ code, since }) => `${code} ${since}`)].join();
}

function figures(listed: Worker | undefined): Partial<Worker> {
  const shown: Partial<Worker> = { ...listed };
  delete shown.causes; // the answer has them with their advice
  return shown;
}

export function useWorkerEarnings(worker_id: number) {
  return useQuery({
    queryKey: ["worker", worker_id, "earnings"],
    queryFn: () => body(api.GET("/api/v1/workers/{worker_id}/earnings", { params: { path: { worker_id } } })),
    refetchInterval: SLOWLY_MS,
  });
}

const DRAWN =
  "status,gpu_utilization,gpu_temperature,inference_requests_total,requests_failed_total,avg_inference_latency_ms," +
  "revenue_ton,tokens_total,gpu_power_watts,active_requests,restarts,looks";

/** A worker's history over a span; a moving span is asked for anew as it moves. */
export function useSeries(worker_id: number | null, span: Span) {
  return useQuery({
    queryKey: ["worker", worker_id, "series", spanKey(span)],
    queryFn: () =>
      body(
        api.GET("/api/v1/workers/{worker_id}/metrics", {
          params: {
            path: { worker_id: worker_id ?? 0 },
            query: { ...spanQuery(span), resolution: "auto", fields: DRAWN },
          },
        }),
      ),
    enabled: worker_id !== null,
    placeholderData: keepPreviousData,
    refetchInterval: "hours" in span ? Math.max(EVERY_MS, span.hours * 15_000) : false,
  });
}

export function useStats(worker_id: number, span: Span) {
  return useQuery({
    queryKey: ["worker", worker_id, "stats", spanKey(span)],
    queryFn: () =>
      body(
        api.GET("/api/v1/workers/{worker_id}/stats", {
          params: { path: { worker_id }, query: spanQuery(span) },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: "hours" in span ? Math.max(3 * EVERY_MS, span.hours * 15_000) : false,
  });
}
