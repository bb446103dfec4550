import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client";
import { SCRAPE_INTERVAL } from "../show/facts";
import { type Buckets, type Sum, sumSince } from "./sums";

const EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

interface Revenue {
  today: Sum;
  week: Sum;
  month: Sum;
}

async function asked(
  from: number,
  now: number,
  resolution: "5m" | "1h",
): Promise<{ buckets?: Buckets; workers: number }> {
  const query = {
    from: new Date(from).toISOString(),
    to: new Date(now).toISOString(),
    resolution,
    fields: "revenue_ton,requests,tokens",
  };
  const { data } = await api.GET("/api/v1/metrics/query", { params: { query } });
  const { series } = data as { series: { workers: number; columns: Buckets }[] };
  return { buckets: series[0]?.columns, workers: series[0]?.workers ?? 0 };
}

/** Today is the reader's own day; it is added up from short buckets, so that it is no hour behind. */
async function revenue(): Promise<Revenue> {
  const now = Date.now();
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const [short, long] = await Promise.all([asked(midnight, now, "5m"), asked(now - 30 * DAY_MS, now, "1h")]);
  const looks = Math.max(short.workers, long.workers) / SCRAPE_INTERVAL;
  return {
    today: sumSince(short.buckets, midnight, now, looks),
    week: sumSince(long.buckets, now - 7 * DAY_MS, now, looks),
    month: sumSince(long.buckets, now - 30 * DAY_MS, now, looks),
  };
}

export function useRevenue() {
  return useQuery({ queryKey: ["revenue"], queryFn: revenue, refetchInterval: EVERY_MS });
}
