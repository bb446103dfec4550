import type { Wallet, WalletInfo } from "@tonconnect/sdk";
import { useEffect, useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { Refusal } from "../api/refusal";
import { session } from "../api/session";
import { Trouble } from "../show/Waiting";
import { QrCode } from "./QrCode";
import { goOn } from "./place";
import { ask, connector, enter, payload, wallets } from "./wallets";

/** With a TON wallet: it signs a sentence of this site, which costs nothing and moves nothing. */
export function WalletLogin() {
  const { t } = useTranslation();
  const [known, setKnown] = useState<WalletInfo[]>([]);
  const [link, setLink] = useState<string | null>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => void wallets().then(setKnown, setError), []);
  useProof(setError, () => setLink(null));
  async function choose(wallet: WalletInfo) {
    setError(null);
    try {
      if (connector.connected) await connector.disconnect();
      setLink(ask(wallet, await payload()));
    } catch (refused) {
      setError(refused as Error);
    }
  }
  return (
    <section className="panel" aria-label={t("login.withWallet")}>
      <h2>{t("login.withWallet")}</h2>
      <p className="note">{t("login.walletNote")}</p>
      <ul className="wallets">
        {known.map((wallet) => (
          <li key={wallet.appName}>
            <Button className="button" onPress={() => void choose(wallet)}>
              {wallet.name}
            </Button>
          </li>
        ))}
      </ul>
      {link && (
        <div className="scan">
          <QrCode text={link} label={t("login.scan")} />
          <p>{t("login.scan")}</p>
          <a className="button" href={link} target="_blank" rel="noreferrer noopener">
            {t("login.openWallet")}
          </a>
        </div>
      )}
      {error && <Trouble error={said(error, t("login.declined"))} />}
    </section>
  );
}

/** The API's refusals speak for themselves; what a wallet answers instead of signing does not. */
function said(error: Error, declined: string): Error {
  return error instanceof Refusal ? error : new Error(declined);
}

/** Once a wallet has signed: in, and the wallet is let go again, for nothing else will be asked of it. */
function useProof(onError: (error: Error) => void, onAnswer: () => void) {
  useEffect(() => {
    async function answered(wallet: Wallet | null) {
      if (!wallet) return;
      onAnswer();
      try {
        await enter(wallet);
        session.close();
        goOn();
      } catch (refused) {
        onError(refused as Error);
      } finally {
        await connector.disconnect().catch(() => undefined);
      }
    }
    return connector.onStatusChange((wallet) => void answered(wallet), onError);
  }, []); // eslint-disable-line react-hooks/exhaustive-deps -- both only set state
}
