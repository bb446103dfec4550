import { beforeEach, expect, test } from "vitest";
import { read } from "../api/feed";
import type { WorkerItem } from "../api/shapes";
import { fleet } from "./fleet";

const names = () => fleet.rows()?.map((row) => row.worker_name);

beforeEach(() => {
  fleet.take({ snapshot: true });
  fleet.take({ changed: [{ id: [2, 1], worker_name: ["two", "one"], model: [null, "m"] }], complete: true });
});

test("workers stand in order of their ids", () => {
  expect(names()).toEqual(["one", "two"]);
});

test("a change replaces its worker and leaves the others the same objects", () => {
  const [one, two] = fleet.rows() ?? [];
  fleet.take({ changed: [{ id: [2], worker_name: ["new"] }], complete: true });
  expect(names()).toEqual(["one", "new"]);
  expect(fleet.rows()?.[0]).toBe(one);
  expect(fleet.rows()?.[1]).not.toBe(two);
  expect(fleet.rows()?.[1]?.model).toBeNull();
});

test("names stay the same object until one of them is another", () => {
  const named = fleet.names();
  fleet.take({ changed: [{ id: [2], model: ["other"] }], complete: true });
  expect(fleet.names()).toBe(named);
  fleet.take({ changed: [{ id: [2], worker_name: ["new"] }], complete: true });
  expect(fleet.names().map((one) => one.worker_name)).toEqual(["one", "new"]);
});

test("what is gone is gone", () => {
  fleet.take({ removed: [1], complete: true });
  expect(names()).toEqual(["two"]);
});

test("a new snapshot takes the place of the old one when it is complete", () => {
  fleet.take({ snapshot: true });
  fleet.take({ changed: [{ id: [3], worker_name: ["three"] }], complete: false });
  expect(names()).toEqual(["one", "two"]);
  fleet.take({ changed: [{ id: [4], worker_name: ["four"] }], complete: true });
  expect(names()).toEqual(["three", "four"]);
});

test("only who watches a worker is told of it", () => {
  let told = 0;
  const end = fleet.subscribeTo(1, () => told++);
  fleet.take({ changed: [{ id: [2], worker_name: ["x"] }], complete: true });
  expect(told).toBe(0);
  fleet.take({ changed: [{ id: [1], worker_name: ["x"] }], complete: true });
  fleet.put({ id: 1, worker_name: "y", latest_causes: [] } as unknown as WorkerItem);
  fleet.drop(1);
  expect(told).toBe(3);
  end();
  fleet.take({ changed: [{ id: [1], worker_name: ["z"] }], complete: true });
  expect(told).toBe(3);
});

test("a message keeps its amounts", () => {
  const { changed, cursor } = read(
    '{"changed":[{"id":[7,8],"latest_revenue_ton":[123456789.123456789,0.000000001]}],"removed":[],"cursor":"a-1"}',
  );
  expect(cursor).toBe("a-1");
  expect(changed?.[0]?.latest_revenue_ton).toEqual(["123456789.123456789", "0.000000001"]);
});

test("the whole list says the same as the feed", () => {
  fleet.replace([{ id: 5, worker_name: "five", latest_causes: [], created_at: "x" } as unknown as WorkerItem]);
  expect(names()).toEqual(["five"]);
  expect(fleet.rows()?.[0]).not.toHaveProperty("created_at");
});
