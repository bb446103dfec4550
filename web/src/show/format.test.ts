import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import { UNKNOWN, count, duration, ends, grouped, modelName, percent, short } from "./format";

beforeAll(() => i18next.init({ lng: "en", resources: {}, showSupportNotice: false }));

test("unknown is a dash and never a zero", () => {
  expect([count(null), short(undefined), percent(null), duration(null), modelName(null)]).toEqual(
    Array(5).fill(UNKNOWN),
  );
  expect(count(0)).toBe("0");
});

test("nearly all is not all, and hardly anything is not nothing", () => {
  expect(percent(0.99999)).toBe("> 99.9%");
  expect(percent(0.00001)).toBe("< 0.1%");
  expect([percent(1), percent(0)]).toEqual(["100%", "0%"]);
});

test("an amount keeps its digits when it is grouped", () => {
  expect(grouped("123456789.123456789")).toEqual({ whole: "123,456,789", fraction: ".123456789" });
  expect(grouped("5")).toEqual({ whole: "5", fraction: "" });
  expect(grouped("-0.5")).toEqual({ whole: "−0", fraction: ".5" });
});

test("a duration is told in its largest unit, without rounding up", () => {
  expect(duration(59.9)).toBe("59 sec");
  expect(duration(3599)).toBe("59 min");
  expect(duration(86_400)).toBe("1 day");
});

test("addresses are shortened, short texts are not", () => {
  expect(ends("UQAuz15H1ZHrZ_psVrAra7HealMIVeFq0wguqlmFno1f3B-m")).toBe("UQAuz1…1f3B-m");
  expect(ends("short")).toBe("short");
});
