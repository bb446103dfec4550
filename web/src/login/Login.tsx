import { useState } from "react";
import { useTranslation } from "react-i18next";
import { session } from "../api/session";
import { Languages } from "../app/Languages";
import { Field, Form } from "../show/Form";
import { useTitle } from "../show/title";
import { WalletLogin } from "./WalletLogin";
import { goOn } from "./place";
import { tryKey } from "./try-key";

/** The one page for strangers: a TON wallet, or a key for operators. */
export function Login() {
  const { t } = useTranslation();
  useTitle(t("login.enter"));
  return (
    <main className="login">
      <img src="/icon.svg" alt="" width="48" height="48" />
      <h1>Cocoon Pool</h1>
      <p className="quiet">{t("login.what")}</p>
      <WalletLogin />
      <KeyLogin />
      <p className="languages">
        <Languages />
      </p>
    </main>
  );
}

/** A key is tried before it is kept. */
function KeyLogin() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  async function enter(key: string | undefined) {
    setBusy(true);
    try {
      session.open(await tryKey(key ?? ""));
      goOn();
    } catch (refused) {
      setError(refused as Error);
      setBusy(false);
    }
  }
  return (
    <section className="panel">
      <Form verb={t("login.enter")} busy={busy} error={error} onSubmit={({ key }) => void enter(key)}>
        <Field name="key" type="password" label={t("login.key")} hint={t("login.hint")} required />
      </Form>
    </section>
  );
}
