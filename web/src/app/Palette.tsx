import { Autocomplete, useFilter } from "react-aria-components/Autocomplete";
import { Dialog } from "react-aria-components/Dialog";
import { Input } from "react-aria-components/Input";
import { Menu, MenuItem } from "react-aria-components/Menu";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { SearchField } from "react-aria-components/SearchField";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useParticipants } from "../participants/data";
import { Icon, type IconName } from "../show/Icon";
import { ends } from "../show/format";
import { useWorkers } from "../workers/data";
import { LANGUAGES, type Language, setLanguage } from "./language";
import { useMe } from "./me";
import { places } from "./places";
import { THEMES, setTheme } from "./theme";

interface Entry {
  id: string;
  text: string;
  icon: IconName;
  act: () => void;
}

const MOST_SHOWN = 30;

/** Goes anywhere, and does what has no place of its own: pages, workers, participants, theme, language. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <ModalOverlay className="veil top" isOpen onOpenChange={(stays) => !stays && onClose()} isDismissable>
      <Modal className="modal palette">
        <Dialog aria-label={t("palette.open")}>
          <Search onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Search({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const { contains } = useFilter({ sensitivity: "base" });
  const words = typed.trim().split(/\s+/);
  const found = useEntries()
    .filter((entry) => words.every((word) => contains(entry.text, word)))
    .slice(0, MOST_SHOWN);
  return (
    <Autocomplete inputValue={typed} onInputChange={setTyped}>
      <SearchField aria-label={t("palette.open")} autoFocus className="palette-input">
        <Icon name="search" />
        <Input placeholder={t("palette.hint")} />
      </SearchField>
      <Menu
        aria-label={t("palette.results")}
        className="menu"
        items={found}
        renderEmptyState={() => <p className="quiet pad">{t("palette.nothing")}</p>}
        onAction={(id) => {
          onClose();
          found.find((entry) => entry.id === id)?.act();
        }}
      >
        {(entry) => (
          <MenuItem textValue={entry.text} className="menu-item">
            <Icon name={entry.icon} />
            <span>{entry.text}</span>
          </MenuItem>
        )}
      </Menu>
    </Autocomplete>
  );
}

function useEntries(): Entry[] {
  const { t } = useTranslation();
  const go = useNavigate();
  const me = useMe().data;
  const workers = useWorkers().data ?? [];
  const people = useParticipants(me?.isOperator ?? false).data ?? [];
  return [
    ...places(me).map(({ to, icon, name }) => ({ id: to, text: t(name), icon, act: () => void go(to) })),
    ...THEMES.map((name) => ({
      id: name,
      text: `${t("account.theme")}: ${t(`theme.${name}`)}`,
      icon: "account" as const,
      act: () => setTheme(name),
    })),
    ...(Object.keys(LANGUAGES) as Language[]).map((language) => ({
      id: language,
      text: `${t("account.language")}: ${LANGUAGES[language]}`,
      icon: "account" as const,
      act: () => void setLanguage(language),
    })),
    ...workers.map((worker) => ({
      id: `worker-${worker.id}`,
      text: worker.worker_name,
      icon: "workers" as const,
      act: () => void go(`/workers/${worker.id}`),
    })),
    ...people.map((one) => ({
      id: `participant-${one.id}`,
      text: `${one.username ?? t("participant.nameless", { id: one.id })} ${ends(one.ton_wallet_address)}`,
      icon: "people" as const,
      act: () => void go(`/participants/${one.id}`),
    })),
  ];
}
