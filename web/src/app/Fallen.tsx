import { Component, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";

/** A page that failed says so, beside a navigation that still works. Another address tries anew. */
export class Fallen extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    return this.state.error ? <Sorry /> : this.props.children;
  }
}

function Sorry() {
  const { t } = useTranslation();
  return (
    <div className="empty" role="alert">
      <h1>{t("fallen.title")}</h1>
      <p>{t("fallen.text")}</p>
      <p>
        <Button className="button" onPress={() => location.reload()}>
          {t("fallen.reload")}
        </Button>
      </p>
    </div>
  );
}
