import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import type { Key } from "../api/shapes";
import type { Me } from "../app/me";
import { Confirm } from "../show/Dialog";
import { Icon } from "../show/Icon";
import { Age, Moment } from "../show/Moment";
import { Panel } from "../show/Panel";
import { Loaded } from "../show/Waiting";
import { Plain } from "../show/Plain";
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
  const revoke = (key: Key) => (
    <Button className="button small danger" onPress={() => onRevoke(key)}>
      {t("keys.revoke")}
    </Button>
  );
  return (
    <Plain
      label={t("keys.title")}
      rows={keys}
      rowKey={(key) => key.id}
      isOver={(key) => key.revoked_at !== null}
      columns={[
        { title: t("keys.name"), cell: (key) => key.name, foreign: true },
        { title: t("keys.key"), cell: (key) => <code>{key.prefix}…</code> },
        { title: t("keys.may"), cell: (key) => <May allowed={key} /> },
        { title: t("keys.lastUsed"), cell: (key) => <Age at={key.last_used_at} /> },
        { title: t("keys.expires"), cell: (key) => <Moment at={key.expires_at} /> },
        { title: t("keys.revoke"), quiet: true, cell: (key) => (key.revoked_at ? t("keys.revoked") : revoke(key)) },
      ]}
    />
  );
}

function May({ allowed: { role, participant_id: owner, scopes } }: { allowed: Key }) {
  const { t } = useTranslation();
  return <>{`${t(`role.${role}`)}${owner === null ? "" : ` #${owner}`} · ${scopes.join(", ")}`}</>;
}
