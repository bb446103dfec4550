import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import { fiatText } from "./fiat";

beforeAll(() => i18next.init({ lng: "en", showSupportNotice: false }));

test("an amount at a price, to the hundredth", () => {
  expect(fiatText("100", "1.85", "USD")).toBe("$185.00");
  expect(fiatText("1", "0.005", "EUR")).toBe("€0.01");
  expect(fiatText("0", "1.85", "EUR")).toBe("€0.00");
  expect(fiatText("-2", "1.85", "EUR")).toBe("−€3.70");
});

test("what is hardly anything is not nothing", () => {
  expect(fiatText("0.000000001", "1.85", "USD")).toBe("< $0.01");
  expect(fiatText("-0.000000001", "1.85", "USD")).toBe("> −$0.01");
});

test("no digit of a large amount is lost", () => {
  expect(fiatText("5000000000.000000001", "1.8512345678", "USD")).toBe("$9,256,172,839.00");
  expect(fiatText("123456789012345678", "1", "USD")).toBe("$123,456,789,012,345,678.00");
});
