import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import en from "./en.json";
import ru from "./ru.json";

const PLURAL = /_(one|few|many|other)$/;

function leaves(tree: object, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : leaves(value as object, `${path}${key}.`),
  );
}

const names = (tree: object) => [...new Set(leaves(tree).map(([name]) => name.replace(PLURAL, "")))].sort();
const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

function sources(folder: URL): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test.") && !name.endsWith("schema.ts"))
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n");
}

test("no text is missing in Russian, and none is left over", () => {
  expect(names(ru)).toEqual(names(en));
});

test("each language has all its plural forms", () => {
  for (const [tree, language] of [
    [en, "en"],
    [ru, "ru"],
  ] as const) {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const forms = leaves(tree)
      .map(([name]) => name)
      .filter((name) => PLURAL.test(name));
    const missing = [...new Set(forms.map((name) => name.replace(PLURAL, "")))].flatMap((name) =>
      wanted.map((form) => `${name}_${form}`).filter((form) => !forms.includes(form)),
    );
    expect(missing).toEqual([]);
  }
});

test("a translation fills in what the original fills in", () => {
  const originals = new Map(leaves(en));
  for (const [name, text] of leaves(ru)) {
    const original = originals.get(name) ?? originals.get(name.replace(PLURAL, "_other")) ?? "";
    expect([name, blanks(text)]).toEqual([name, blanks(original)]);
  }
});

test("every text is used, and no text is written into the pages", () => {
  const code = sources(new URL("../", import.meta.url));
  const families = [...code.matchAll(/t\(`([\w.]+)\.\$\{/g)].map(([, family]) => `${family}.`);
  const unused = names(en).filter(
    (name) => !code.includes(`"${name}"`) && !families.some((family) => name.startsWith(family)),
  );
  expect(unused).toEqual([]);
  expect(code.match(/>\s*[A-Z][a-z]+ [a-z]+ [a-z]+[^<{]*</g) ?? []).toEqual([]);
});
