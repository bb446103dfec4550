import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { Sideways } from "../show/Sideways";
import type { Key } from "../api/shapes";
import type { Me } from "../app/me";
import { Confirm } from "../show/Dialog";
import { Icon } from "../show/Icon";
import { Age, Moment } from "../show/Moment";
import { Panel } from "../show/Panel";
import { Loaded } from "../show/Waiting";
import { UNKNOWN } from "../show/format";
import { NewKey } from "./NewKey";
import { useKeys, useRevokeKey } from "./data";

export function Keys({ me }: { me: Me }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<Key | null>(null);
  const revoke = useRevokeKey();
  const make = (
    <Button className="button small" onPress={() => setMaking(true)}>
      <Icon name="plus" /> {t("keys.make")}
    </Button>
  );
  return (
    <Panel title={t("keys.title")} aside={make}>
      <Loaded query={useKeys()} lines={4}>
        {(keys) => <List keys={keys} onRevoke={setEnding} />}
      </Loaded>
      <NewKey me={me} open={making} onClose={() => setMaking(false)} />
      <Confirm
        title={t("keys.revokeTitle")}
        verb={t("keys.revoke")}
        open={ending !== null}
        onClose={() => setEnding(null)}
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => ending && revoke.mutate(ending.id, { onSuccess: () => setEnding(null) })}
      >
        <p dir="auto">
          <b>{ending?.name}</b> <code>{ending?.prefix}…</code>
        </p>
        <p>{t("keys.revokeText")}</p>
      </Confirm>
    </Panel>
  );
}

function List({ keys, onRevoke }: { keys: Key[]; onRevoke: (key: Key) => void }) {
  const { t } = useTranslation();
  return (
    <Sideways label={t("keys.title")}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("keys.name")}</th>
            <th scope="col">{t("keys.key")}</th>
            <th scope="col">{t("keys.may")}</th>
            <th scope="col">{t("keys.lastUsed")}</th>
            <th scope="col">{t("keys.expires")}</th>
            <th scope="col">
              <span className="unseen">{t("keys.revoke")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id} className={key.revoked_at ? "gone" : undefined}>
              <th scope="row" dir="auto" className="wrap">
                {key.name}
              </th>
              <td>
                <code>{key.prefix}…</code>
              </td>
              <td>
                {t(`role.${key.role}`)}
                {key.participant_id !== null && ` #${key.participant_id}`} · {key.scopes.join(", ")}
              </td>
              <td>{key.last_used_at ? <Age at={key.last_used_at} /> : UNKNOWN}</td>
              <td>
                <Moment at={key.expires_at} />
              </td>
              <td>
                {key.revoked_at ? (
                  t("keys.revoked")
                ) : (
                  <Button className="button small danger" onPress={() => onRevoke(key)}>
                    {t("keys.revoke")}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}
