import { expect, test } from "vitest";
import { type Buckets, sumSince } from "./sums";

const hour = (n: number) => new Date(n * 3_600_000).toISOString();

const buckets: Buckets = {
  timestamp: [hour(0), hour(1), hour(2)],
  revenue_ton: ["0.1", null, "0.2"],
  requests: [1, null, 3],
  tokens: [null, null, null],
  looks: [240, 240, 120],
};

test("sums are exact and take what is known", () => {
  const sum = sumSince(buckets, 0, 3 * 3_600_000, 1 / 15);
  expect(sum).toEqual({ revenue: "0.3", requests: 4, tokens: null, coverage: 600 / 720 });
});

test("only what began in the window counts", () => {
  expect(sumSince(buckets, 2 * 3_600_000, 3 * 3_600_000, 1 / 15)).toMatchObject({ revenue: "0.2", coverage: 0.5 });
});

test("nothing known is no zero", () => {
  expect(sumSince(undefined, 0, 3_600_000, 1)).toEqual({ revenue: null, requests: null, tokens: null, coverage: 0 });
});
