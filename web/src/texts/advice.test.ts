import { expect, test } from "vitest";
import { filledIn, translated } from "./advice";
import en from "./advice.en.json";
import ru from "./advice.ru.json";
import titles from "./en.json";
import phrases from "./phrases.ru.json";

const inRussian = (code: string, detail: string) => translated(code, detail, en, ru, phrases);
const blanks = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();

test("every cause has its advice in Russian, with the same blanks", () => {
  expect(Object.keys(ru)).toEqual(Object.keys(en));
  expect(Object.keys(en).sort()).toEqual(Object.keys(titles.causes).sort());
  for (const [code, text] of Object.entries(en))
    expect([code, blanks(ru[code as keyof typeof ru])]).toEqual([code, blanks(text)]);
});

test("what the sentence was filled with fills the other one", () => {
  expect(inRussian("gpu_hot", "GPU 3 is at 91 °C. Check fans, airflow and dust, or lower its power limit.")).toContain(
    "GPU 3 нагрелся до 91 °C",
  );
  expect(
    inRussian(
      "disabled",
      "The worker was switched off and takes no requests. On its host: curl 'http://127.0.0.1:12000/request/enable?access_hash=…'",
    ),
  ).toContain("curl 'http://127.0.0.1:12000/request/enable?access_hash=…'");
  expect(inRussian("idle", en.idle.replace("{quiet}", "12 minutes"))).toContain("запросов не было: 12 мин.");
  expect(inRussian("ton_late", en.ton_late.replace("{age}", "more than 10 minutes"))).toContain("(больше 10 мин)");
});

test("a value that nobody can put into other words stays as it is", () => {
  const detail = en.host_unreachable.replace("{what}", "no route to host");
  expect(inRussian("host_unreachable", detail)).toContain("(no route to host)");
});

test("text of others cannot break a sentence, and an unknown sentence is left alone", () => {
  const evil = "$1 {port} (.*) $& <b>";
  expect(
    inRussian(
      "host_unreachable",
      en.host_unreachable.replace("{what}", () => evil),
    ),
  ).toContain(evil);
  expect(inRussian("gpu_hot", "Something new.")).toBeNull();
  expect(inRussian("nothing_known", "x")).toBeNull();
  expect(filledIn("a {x} b {x}", "a 1 b 2")).toBeNull();
});
