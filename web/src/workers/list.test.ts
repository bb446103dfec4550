import { expect, test } from "vitest";
import type { Severity, Status, Worker } from "../api/shapes";
import { byNumber, byText, flipped, orderText, ordered, parseOrder } from "../show/order";
import { filterOf, narrowed } from "./filter";
import { canEarn, causeGroups, countByStatus, gpuLoad, topCause } from "./judge";

let id = 0;

function worker(latest_status: Status, causes: [string, Severity, string?][] = [], more: Partial<Worker> = {}): Worker {
  return {
    id: ++id,
    worker_name: `Worker-${id}`,
    host: "127.0.0.1",
    stats_port: 12000,
    model: "Qwen/Qwen3-8B@abc:00",
    participant_id: 1,
    is_active: latest_status !== "paused",
    latest_status,
    latest_gpu_utilization: null,
    causes: causes.map(([code, severity, since = "2026-01-01T00:00:00Z"]) => ({
      code,
      severity,
      since,
    })),
    ...more,
  } as Worker;
}

test("a worker can earn when it answers and no error holds", () => {
  expect(canEarn(worker("healthy"))).toBe(true);
  expect(canEarn(worker("degraded", [["gpu_hot", "warning"]]))).toBe(true);
  expect(canEarn(worker("degraded", [["disabled", "error"]]))).toBe(false);
  expect(canEarn(worker("down"))).toBe(false);
  expect(canEarn(worker("unknown"))).toBe(false);
  expect(canEarn(worker("paused"))).toBe(false);
});

test("the gravest cause stands first, of those alike the oldest", () => {
  const causes: [string, Severity, string?][] = [
    ["idle", "info"],
    ["new", "error", "2026-01-02T00:00:00Z"],
    ["old", "error", "2026-01-01T00:00:00Z"],
  ];
  expect(topCause(worker("degraded", causes))?.code).toBe("old");
});

test("causes are grouped with their workers and the longest time", () => {
  const fleet = [
    worker("degraded", [["gpu_hot", "warning", "2026-01-05T00:00:00Z"]]),
    worker("degraded", [["gpu_hot", "warning", "2026-01-03T00:00:00Z"]]),
    worker("down", [["port_closed", "error"]]),
    worker("paused", [["idle", "info"]]),
  ];
  const groups = causeGroups(fleet);
  expect(groups.map((group) => [group.code, group.workers.length])).toEqual([
    ["port_closed", 1],
    ["gpu_hot", 2],
  ]);
  expect(groups[1]?.since).toBe("2026-01-03T00:00:00Z");
  expect(countByStatus(fleet)).toEqual({ healthy: 0, degraded: 2, down: 1, unknown: 0, paused: 1 });
});

test("a GPU nobody tells about is not counted as idle", () => {
  const fleet = [worker("healthy", [], { latest_gpu_utilization: 80 }), worker("healthy")];
  expect(gpuLoad(fleet)).toEqual({ mean: 80, told: 1, of: 2 });
  expect(gpuLoad([worker("healthy")]).mean).toBeNull();
});

test("filters narrow together and come from the address", () => {
  const fleet = [
    worker("down", [], { worker_name: "Alpha" }),
    worker("healthy", [], { worker_name: "alpha two", stats_port: 12010 }),
  ];
  const found = (address: string) =>
    narrowed(fleet, filterOf(new URLSearchParams(address))).map((one) => one.worker_name);
  expect(found("")).toHaveLength(2);
  expect(found("q=alpha")).toHaveLength(2);
  expect(found("q=ALPHA+12010")).toEqual(["alpha two"]);
  expect(found("status=earning")).toEqual(["alpha two"]);
  expect(found("status=down&q=two")).toEqual([]);
  expect(found("model=Qwen/Qwen3-8B&participant=1")).toHaveLength(2);
  expect(found("q=(.*[")).toEqual([]);
});

test("an order survives the address and keeps equal rows in place", () => {
  const rows = [3, 1, 2].map((load, place) => ({ load, place, name: "same" }));
  const columns = [
    { id: "load", compare: byNumber<{ load: number }>((row) => row.load) },
    { id: "name", compare: byText<{ name: string }>((row) => row.name) },
  ] as Parameters<typeof ordered<(typeof rows)[0]>>[1];
  const order = parseOrder("-load", { by: "name", down: false });
  expect(orderText(order)).toBe("-load");
  expect(ordered(rows, columns, order).map((row) => row.load)).toEqual([3, 2, 1]);
  expect(ordered(rows, columns, { by: "name", down: true }).map((row) => row.place)).toEqual([0, 1, 2]);
  expect(flipped(order, "load").down).toBe(false);
});

test("the unknown stands apart from the zero", () => {
  const rows = [{ load: 0 }, { load: null }, { load: 5 }];
  expect([...rows].sort(byNumber((row) => row.load)).map((row) => row.load)).toEqual([null, 0, 5]);
});
