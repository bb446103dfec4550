import { expect, test } from "vitest";
import type { MetricPoint, Series } from "../api/shapes";
import { earnedPerHour, extent, gauge, perMinute, stretches } from "./curves";

function series(...points: [minute: number, Partial<MetricPoint>][]): Series {
  const metrics = points.map(([minute, told]) => ({
    timestamp: new Date(minute * 60_000).toISOString(),
    status: "healthy",
    revenue_ton: "0",
    inference_requests_total: null,
    gpu_utilization: null,
    ...told,
  })) as MetricPoint[];
  return {
    worker_id: 1,
    worker_name: "w",
    period_hours: 1,
    resolution_seconds: 60,
    metrics_count: metrics.length,
    metrics,
  };
}

test("a restart is never a negative rate", () => {
  const grown = series(
    [0, { inference_requests_total: 100 }],
    [1, { inference_requests_total: 160 }],
    [2, { inference_requests_total: 5 }],
  );
  expect(perMinute(grown, "inference_requests_total").ys).toEqual([null, 60, 5]);
});

test("time in which nobody looked is a gap, in lines and in status", () => {
  const told = series([0, { gpu_utilization: 50 }], [1, { gpu_utilization: 60 }], [30, { gpu_utilization: 70 }]);
  expect(gauge(told, "gpu_utilization").ys).toEqual([50, 60, null, 70]);
  expect(perMinute(told, "gpu_utilization").ys).toEqual([null, 10, null, null]);
  expect(stretches(told).map(({ from, to }) => [from / 60, to / 60])).toEqual([
    [0, 3.5],
    [30, 32.5],
  ]);
});

test("what is unknown stays unknown", () => {
  const told = series([0, {}], [1, { inference_requests_total: 7 }]);
  expect(perMinute(told, "inference_requests_total").ys).toEqual([null, null]);
  expect(extent(gauge(told, "gpu_utilization"))).toBeNull();
});

test("earnings are told apart to the nanoTON before they are drawn", () => {
  const earned = series([0, { revenue_ton: "123456789.123456788" }], [60, { revenue_ton: "123456789.123456789" }]);
  earned.resolution_seconds = 3600;
  expect(earnedPerHour(earned).ys).toEqual([null, 1e-9]);
});

test("a change of status ends a stretch", () => {
  const told = series([0, {}], [1, { status: "down" }], [2, { status: "down" }]);
  expect(stretches(told).map((one) => [one.status, one.from / 60, one.to / 60])).toEqual([
    ["healthy", 0, 1],
    ["down", 1, 4.5],
  ]);
});
