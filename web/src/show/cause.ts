import { useTranslation } from "react-i18next";
import { useQuery } from "@tanstack/react-query";
import { type Advice, type Phrases, translated } from "../texts/advice";
import type en from "../texts/en.json";

type Code = keyof typeof en.causes;

/** A cause's title in the reader's language; a code this page does not know is shown as it is. */
export function useCauseTitle(): (code: string) => string {
  const { t } = useTranslation();
  return (code) => t(`causes.${code as Code}`, { defaultValue: code.replaceAll("_", " ") });
}

interface Sentences {
  from: Advice;
  to: Advice;
  phrases: Phrases;
}

async function sentencesOf(language: string): Promise<Sentences | null> {
  if (language !== "ru") return null;
  const [from, to, phrases] = await Promise.all([
    import("../texts/advice.en.json"),
    import("../texts/advice.ru.json"),
    import("../texts/phrases.ru.json"),
  ]);
  return { from: from.default, to: to.default, phrases: phrases.default };
}

/** A cause's advice in the reader's language; as the API says it where there is no other. */
export function useAdvice(): (code: string, detail: string) => string {
  const { language } = useTranslation().i18n;
  const known = useQuery({
    queryKey: ["advice", language],
    queryFn: () => sentencesOf(language),
    staleTime: Infinity,
  }).data;
  return (code, detail) => (known && translated(code, detail, known.from, known.to, known.phrases)) ?? detail;
}
