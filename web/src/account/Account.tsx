import { useTranslation } from "react-i18next";
import { Languages } from "../app/Languages";
import { useMe } from "../app/me";
import { THEMES, setTheme, theme, watchTheme } from "../app/theme";
import { NONE, currency, setCurrency, watchCurrency } from "../money/currency";
import { CURRENCIES } from "../show/facts";
import { EditContacts } from "../participants/EditContacts";
import { useParticipant } from "../participants/data";
import { Facts, Panel } from "../show/Panel";
import { Loaded } from "../show/Waiting";
import { UNKNOWN } from "../show/format";
import { useTitle } from "../show/title";
import { useState, useSyncExternalStore } from "react";
import { Button } from "react-aria-components/Button";
import { leave } from "../app/leave";
import { Icon } from "../show/Icon";
import { Sessions } from "./Sessions";
import { Hosts } from "./Hosts";
import { Keys } from "./Keys";

export default function Account() {
  const { t } = useTranslation();
  useTitle(t("nav.account"));
  const me = useMe().data;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t("nav.account")}</h1>
        <p className="quiet">{me && t(me.isOperator ? "account.operator" : "account.participant")}</p>
      </header>
      <Looks />
      {me?.participantId != null && <Contacts id={me.participantId} />}
      {me && <Keys me={me} />}
      {me && <Hosts me={me} />}
      <Sessions />
      <Button className="button" onPress={() => void leave()}>
        <Icon name="out" /> {t("nav.leave")}
      </Button>
    </div>
  );
}

function Looks() {
  const { t } = useTranslation();
  const look = useSyncExternalStore(watchTheme, theme);
  const beside = useSyncExternalStore(watchCurrency, currency);
  return (
    <Panel title={t("account.looks")}>
      <div className="looks">
        <div className="segments" role="group" aria-label={t("account.theme")}>
          {THEMES.map((name) => (
            <button key={name} type="button" aria-pressed={look === name} onClick={() => setTheme(name)}>
              {t(`theme.${name}`)}
            </button>
          ))}
        </div>
        <div className="segments" role="group" aria-label={t("account.currency")}>
          {[...CURRENCIES, NONE].map((name) => (
            <button key={name} type="button" aria-pressed={beside === name} onClick={() => setCurrency(name)}>
              {name === NONE ? t("account.noCurrency") : name}
            </button>
          ))}
        </div>
        <div className="segments" role="group" aria-label={t("account.language")}>
          <Languages />
        </div>
      </div>
    </Panel>
  );
}

function Contacts({ id }: { id: number }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const edit = (
    <Button className="button small" onPress={() => setEditing(true)}>
      {t("edit")}
    </Button>
  );
  return (
    <Panel title={t("participant.contacts")} aside={edit}>
      <Loaded query={useParticipant(id)} lines={2}>
        {(one) => (
          <>
            <Facts
              rows={[
                [
                  t("participant.username"),
                  <span key="name" dir="auto">
                    {one.username ?? UNKNOWN}
                  </span>,
                ],
                [t("participant.email"), one.email ?? UNKNOWN],
              ]}
            />
            <EditContacts one={one} open={editing} onClose={() => setEditing(false)} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}
