import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "../texts/en.json";

export const LANGUAGES = { en: "English", ru: "Русский" } as const;
export type Language = keyof typeof LANGUAGES;

const PLACE = "cocoonpool.language";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

function wanted(): Language {
  const kept = localStorage.getItem(PLACE) ?? navigator.language.slice(0, 2);
  return kept === "ru" ? "ru" : "en";
}

export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false }, // React escapes
    initAsync: false,
    showSupportNotice: false,
  });
  await showLanguage(wanted());
}

export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(PLACE, language);
  await showLanguage(language);
}

async function showLanguage(language: Language): Promise<void> {
  if (language === "ru" && !i18next.hasResourceBundle("ru", "translation")) {
    i18next.addResourceBundle("ru", "translation", (await import("../texts/ru.json")).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
