import { expect, test } from "vitest";
import { wanted } from "./place";

test("after signing in one is where one wanted to be", () => {
  expect(wanted("http://pool.test/login?to=%2Fworkers%3Fq%3Da")).toBe("/workers?q=a");
  expect(wanted("http://pool.test/login")).toBe("/");
});

test("nobody is sent to another site", () => {
  for (const evil of [
    "https://evil.example/x",
    "//evil.example/x",
    "\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
  ]) {
    expect(wanted(`http://pool.test/login?to=${encodeURIComponent(evil)}`)).toBe("/");
  }
});
