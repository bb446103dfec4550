import { expect, test } from "vitest";
import { differences } from "./differences";

test("a change names what differs and nothing else", () => {
  expect(differences({ name: "a", port: 1, x: null }, { name: "b", port: 1, x: null })).toEqual([
    { field: "name", before: "a", after: "b" },
  ]);
});

test("what is made has no before, what is gone no after", () => {
  expect(differences(null, { is_active: true, note: null })).toEqual([
    { field: "is_active", before: null, after: "true" },
  ]);
  expect(differences({ id: 3 }, null)).toEqual([{ field: "id", before: "3", after: null }]);
});
