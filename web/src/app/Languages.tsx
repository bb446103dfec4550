import { useTranslation } from "react-i18next";
import { LANGUAGES, type Language, setLanguage } from "./language";

/** A button for each language, the present one pressed. */
export function Languages() {
  const { i18n } = useTranslation();
  return (Object.keys(LANGUAGES) as Language[]).map((language) => (
    <button
      key={language}
      type="button"
      lang={language}
      aria-pressed={i18n.language === language}
      onClick={() => void setLanguage(language)}
    >
      {LANGUAGES[language]}
    </button>
  ));
}
