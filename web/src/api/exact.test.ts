import fc from "fast-check";
import { isLosslessNumber, parse } from "lossless-json";
import { expect, test } from "vitest";
import { amountsAsText } from "./exact";

const plain = (value: unknown): unknown => {
  if (isLosslessNumber(value)) return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
  }
  return value;
};

test("an amount keeps all its digits", () => {
  const read = JSON.parse(amountsAsText('{"balance_ton":123456789.123456789,"amount_usd": -0.000001,"ton":0,"n":1.5}'));
  expect(read).toEqual({ balance_ton: "123456789.123456789", amount_usd: "-0.000001", ton: "0", n: 1.5 });
});

test("null stays null, and counts stay numbers", () => {
  const text = '{"fee_ton":null,"payouts_without_usd":3,"cotton":4,"id":7}';
  expect(JSON.parse(amountsAsText(text))).toEqual({ fee_ton: null, payouts_without_usd: 3, cotton: 4, id: 7 });
});

test("a row of amounts keeps all their digits", () => {
  const text = '{"revenue_ton":[123456789.123456789,null, -0.000000001],"looks":[1,2],"model":"\\"x_ton\\":[1]"}';
  expect(JSON.parse(amountsAsText(text))).toEqual({
    revenue_ton: ["123456789.123456789", null, "-0.000000001"],
    looks: [1, 2],
    model: '"x_ton":[1]',
  });
});

test("no hostile text is changed, and amounts equal those of a lossless parser", () => {
  const hostile = fc.oneof(fc.string(), fc.constantFrom('"a_ton":1', '\\"ton":2', '{"x_ton":3}', '","amount_usd":4'));
  const digits = fc
    .bigInt(-(10n ** 18n), 10n ** 18n)
    .map((n) => `${n / 10n ** 9n}.${String(n).slice(-9).padStart(9, "0")}`);
  fc.assert(
    fc.property(fc.array(fc.tuple(hostile, digits)), (rows) => {
      const json = `[${rows.map(([name, amount]) => `{"name":${JSON.stringify(name)},"sum_ton":${amount.replace("-", "")}}`)}]`;
      expect(JSON.parse(amountsAsText(json))).toEqual(plain(parse(json)));
    }),
  );
});
