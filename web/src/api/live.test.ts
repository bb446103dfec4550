import { expect, test } from "vitest";
import { type Change, changed, understood } from "./live";
import type { Worker } from "./shapes";

const worker = (id: number, name = `w${id}`) => ({ id, worker_name: name }) as Worker;
const is = (one: Worker): Change => ({ kind: "is", worker: one });

test("a change replaces its worker and leaves the others the same objects", () => {
  const [one, two] = [worker(1), worker(2)];
  const rows = changed([one, two], [is(worker(2, "new"))]);
  expect(rows.map((row) => row.worker_name)).toEqual(["w1", "new"]);
  expect(rows[0]).toBe(one);
});

test("what is gone is gone, and a new snapshot forgets what was", () => {
  expect(changed([worker(1), worker(2)], [{ kind: "gone", id: 1 }])).toEqual([worker(2)]);
  expect(changed([worker(1), worker(2)], [{ kind: "forget" }, is(worker(3))])).toEqual([worker(3)]);
});

test("a message keeps its amounts, and only its worker", () => {
  const { change, cursor } = understood(
    '{"id":7,"latest_revenue_ton":123456789.123456789,"sample":{"looks":1},"cursor":"a-1"}',
  );
  expect(cursor).toBe("a-1");
  expect(change).toEqual({ kind: "is", worker: { id: 7, latest_revenue_ton: "123456789.123456789" } });
  expect(understood('{"id":7,"removed":true,"cursor":"a-2"}').change).toEqual({ kind: "gone", id: 7 });
  expect(understood('{"snapshot":true,"cursor":"a-0"}').change).toEqual({ kind: "forget" });
  expect(understood('{"snapshot":false,"cursor":"a-0"}').change).toBeNull();
});
