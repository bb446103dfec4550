import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, body } from "../api/client";
import { type Span, spanKey, spanQuery } from "./span";

const EVERY_MS = 10_000;
const SLOWLY_MS = 60_000;

export function useWorker(worker_id: number) {
  return useQuery({
    queryKey: ["worker", worker_id],
    queryFn: () => body(api.GET("/api/v1/workers/{worker_id}", { params: { path: { worker_id } } })),
    refetchInterval: EVERY_MS,
  });
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
