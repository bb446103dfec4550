import { Suspense, lazy } from "react";
import { useTranslation } from "react-i18next";
import type { Worker } from "../api/shapes";
import { useMe } from "../app/me";
import { useParticipants } from "../participants/data";
import { Icon } from "../show/Icon";
import type { Column } from "../show/Table";
import { useCauseTitle } from "../show/cause";
import { count, ends, modelName } from "../show/format";
import type { Filter } from "./filter";
import { STATUSES, canEarn, causeGroups, countByStatus } from "./judge";

const ColumnChoice = lazy(async () => ({ default: (await import("./ColumnChoice")).ColumnChoice }));

interface FilterBarProps {
  workers: Worker[];
  filter: Filter;
  shown: number;
  columns: Column<Worker>[];
  visible: Column<Worker>[];
  onChange: (changes: Record<string, string | null>) => void;
}

export function FilterBar({ workers, filter, shown, columns, visible, onChange }: FilterBarProps) {
  const { t } = useTranslation();
  const narrow = Object.values(filter).some(Boolean);
  return (
    <div className="filters">
      <div className="search">
        <Icon name="search" />
        <input
          type="search"
          aria-label={t("workers.search")}
          placeholder={t("workers.search")}
          value={filter.q}
          onChange={(event) => onChange({ q: event.target.value })}
        />
      </div>
      <StatusChoice workers={workers} filter={filter} onChange={onChange} />
      <CauseChoice workers={workers} filter={filter} onChange={onChange} />
      <ModelChoice workers={workers} filter={filter} onChange={onChange} />
      <OwnerChoice filter={filter} onChange={onChange} />
      <p className="shown" role="status">
        {t("workers.shown", { shown: count(shown), all: count(workers.length) })}
        {narrow && (
          <button
            type="button"
            className="link"
            onClick={() => onChange({ q: null, status: null, cause: null, model: null, participant: null })}
          >
            {t("workers.all")}
          </button>
        )}
      </p>
      <Suspense fallback={<span className="button columns-button" />}>
        <ColumnChoice columns={columns} visible={visible} onChange={onChange} />
      </Suspense>
    </div>
  );
}

type ChoiceProps = Pick<FilterBarProps, "workers" | "filter" | "onChange">;

function StatusChoice({ workers, filter, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  const counts = countByStatus(workers);
  const active = workers.filter((worker) => worker.is_active);
  const able = active.filter(canEarn).length;
  return (
    <select
      aria-label={t("workers.status")}
      value={filter.status ?? ""}
      onChange={(event) => onChange({ status: event.target.value })}
    >
      <option value="">{t("workers.anyStatus")}</option>
      <option value="earning">{`${t("workers.earning")} (${able})`}</option>
      <option value="idle-hands">{`${t("workers.notEarning")} (${active.length - able})`}</option>
      <hr />
      {STATUSES.map((status) => (
        <option key={status} value={status}>{`${t(`status.${status}`)} (${counts[status]})`}</option>
      ))}
    </select>
  );
}

function CauseChoice({ workers, filter, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  const title = useCauseTitle();
  const groups = causeGroups(workers);
  const gone = filter.cause && !groups.some((group) => group.code === filter.cause);
  return (
    <select
      aria-label={t("workers.why")}
      value={filter.cause ?? ""}
      onChange={(event) => onChange({ cause: event.target.value })}
    >
      <option value="">{t("workers.anyCause")}</option>
      {gone && <option value={filter.cause ?? ""}>{`${title(filter.cause ?? "")} (0)`}</option>}
      {groups.map((group) => (
        <option key={group.code} value={group.code}>{`${title(group.code)} (${group.workers.length})`}</option>
      ))}
    </select>
  );
}

function ModelChoice({ workers, filter, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  const models = [...new Set(workers.flatMap((worker) => (worker.model ? modelName(worker.model) : [])))].sort();
  if (filter.model && !models.includes(filter.model)) models.push(filter.model);
  return (
    <select
      aria-label={t("workers.model")}
      value={filter.model ?? ""}
      onChange={(event) => onChange({ model: event.target.value })}
    >
      <option value="">{t("workers.anyModel")}</option>
      {models.map((model) => (
        <option key={model} value={model}>
          {model.slice(0, 60)}
        </option>
      ))}
    </select>
  );
}

function OwnerChoice({ filter, onChange }: Omit<ChoiceProps, "workers">) {
  const { t } = useTranslation();
  const people = useParticipants().data ?? [];
  if (!useMe().data?.isOperator || people.length < 2) return null;
  return (
    <select
      aria-label={t("workers.participant")}
      value={filter.participant ?? ""}
      onChange={(event) => onChange({ participant: event.target.value })}
    >
      <option value="">{t("workers.anyParticipant")}</option>
      {people.map((one) => (
        <option key={one.id} value={one.id}>
          {one.username ?? ends(one.ton_wallet_address)}
        </option>
      ))}
    </select>
  );
}
