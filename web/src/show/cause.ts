import { useTranslation } from "react-i18next";
import type en from "../texts/en.json";

type Code = keyof typeof en.causes;

/** A cause's title in the reader's language; a code this page does not know is shown as it is. */
export function useCauseTitle(): (code: string) => string {
  const { t } = useTranslation();
  return (code) => t(`causes.${code as Code}`, { defaultValue: code.replaceAll("_", " ") });
}
