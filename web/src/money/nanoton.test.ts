import fc from "fast-check";
import { expect, test } from "vitest";
import { compareTon, nanoton, sumTon, tonText } from "./nanoton";

test("an amount comes back as it went in", () => {
  fc.assert(fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), (nano) => nanoton(tonText(nano)) === nano));
});

test("known amounts", () => {
  expect(nanoton("123456789.123456789")).toBe(123456789123456789n);
  expect(nanoton("0.000000019")).toBe(19n);
  expect(nanoton("1.9e-08")).toBe(19n);
  expect(tonText(-1n)).toBe("-0.000000001");
  expect(tonText(450009600n)).toBe("0.4500096");
});

test("sums lose nothing", () => {
  expect(sumTon(["0.1", "0.2"])).toBe("0.3");
  expect(sumTon(Array<string>(1000).fill("5000000000.000000001"))).toBe("5000000000000.000001");
  expect(sumTon([])).toBe("0");
});

test("amounts are put in order by size", () => {
  expect(["10", "9.5", "-1", "0.000000001"].sort(compareTon)).toEqual(["-1", "0.000000001", "9.5", "10"]);
});

test("what is no amount is refused", () => {
  for (const text of ["", "NaN", "1,5", "0x10", "1.1234567891", "Infinity"]) expect(() => nanoton(text)).toThrow();
});
