import { useTranslation } from "react-i18next";
import { Link } from "react-router";

export function Missing() {
  const { t } = useTranslation();
  return (
    <div className="empty">
      <h1>{t("missing.title")}</h1>
      <p>{t("missing.text")}</p>
      <Link to="/">{t("nav.overview")}</Link>
    </div>
  );
}
