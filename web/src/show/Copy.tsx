import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { ends } from "./format";
import { Icon } from "./Icon";

/** A button that puts `text` on the clipboard, and says so. */
export function Copy({ text, what }: { text: string; what: string }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  async function copy() {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  }
  return (
    <Button className="copy" aria-label={done ? t("copy.done") : t("copy.it", { what })} onPress={() => void copy()}>
      <Icon name={done ? "check" : "copy"} />
    </Button>
  );
}

/** An address or hash by its ends, whole on hover and when copied. */
export function Address({ text, what, href }: { text: string; what: string; href?: string }) {
  return (
    <span className="address">
      {href ? (
        <a href={href} target="_blank" rel="noreferrer noopener" title={text}>
          <code>{ends(text)}</code>
        </a>
      ) : (
        <code title={text}>{ends(text)}</code>
      )}
      <Copy text={text} what={what} />
    </span>
  );
}
