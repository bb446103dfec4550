import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import type { Me } from "../app/me";
import { Icon } from "../show/Icon";
import { Age, Moment } from "../show/Moment";
import { Panel } from "../show/Panel";
import { Plain } from "../show/Plain";
import { Loaded } from "../show/Waiting";
import { count } from "../show/format";
import { NewCode } from "./NewCode";
import { type Agent, type Code, useAgents, useCodes, useRevokeCode } from "./hosts";

/** GPU hosts whose agents send what their workers show, and the codes that let hosts in. */
export function Hosts({ me }: { me: Me }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const make = (
    <Button className="button small" onPress={() => setMaking(true)}>
      <Icon name="plus" /> {t("hosts.make")}
    </Button>
  );
  return (
    <Panel title={t("hosts.title")} aside={make}>
      <Loaded query={useAgents()} lines={2}>
        {(agents) => (agents.length === 0 ? <p className="quiet">{t("hosts.none")}</p> : <Agents agents={agents} />)}
      </Loaded>
      <Loaded query={useCodes()} lines={1}>
        {(codes) => (codes.length === 0 ? null : <Codes codes={codes} />)}
      </Loaded>
      <NewCode me={me} open={making} onClose={() => setMaking(false)} />
    </Panel>
  );
}

function Agents({ agents }: { agents: Agent[] }) {
  const { t } = useTranslation();
  return (
    <Plain
      label={t("hosts.title")}
      rows={agents}
      rowKey={(agent) => agent.id}
      isOver={(agent) => agent.state === "revoked"}
      columns={[
        { title: t("hosts.host"), cell: (agent) => agent.host, foreign: true },
        { title: t("hosts.version"), cell: (agent) => agent.version },
        { title: t("nav.workers"), cell: (agent) => count(agent.workers) },
        { title: t("hosts.lastBatch"), cell: (agent) => <Age at={agent.last_batch_at} staleAfter={90} /> },
      ]}
    />
  );
}

function Codes({ codes }: { codes: Code[] }) {
  const { t } = useTranslation();
  const revoke = useRevokeCode();
  const end = (code: Code) => (
    <Button className="button small danger" isDisabled={revoke.isPending} onPress={() => revoke.mutate(code.id)}>
      {t("keys.revoke")}
    </Button>
  );
  return (
    <details>
      <summary>{t("hosts.codes", { count: codes.length })}</summary>
      <Plain
        label={t("hosts.code")}
        rows={codes}
        rowKey={(code) => code.id}
        isOver={(code) => code.revoked_at !== null}
        columns={[
          { title: t("hosts.code"), cell: (code) => <code>{code.prefix}…</code> },
          { title: t("hosts.used"), cell: (code) => `${count(code.used)} / ${count(code.hosts)}` },
          { title: t("keys.expires"), cell: (code) => <Moment at={code.expires_at} /> },
          { title: t("keys.revoke"), quiet: true, cell: (code) => (code.revoked_at ? t("keys.revoked") : end(code)) },
        ]}
      />
    </details>
  );
}
