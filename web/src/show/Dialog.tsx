import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog as AriaDialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import { Icon } from "./Icon";
import { Trouble } from "./Waiting";

interface DialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
}

export function Dialog({ title, open, onClose, children, wide }: DialogProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay className="veil" isOpen={open} onOpenChange={(stays) => !stays && onClose()} isDismissable>
      <Modal className={wide ? "modal wide" : "modal"}>
        <AriaDialog className="dialog">
          <header>
            <Heading slot="title">{title}</Heading>
            <Button className="copy" aria-label={t("close")} onPress={onClose}>
              <Icon name="close" />
            </Button>
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ConfirmProps {
  title: string;
  open: boolean;
  onClose: () => void;
  verb: string;
  onConfirm: () => void;
  busy?: boolean;
  error?: Error | null;
  children: ReactNode;
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, open, onClose, verb, onConfirm, busy, error, children }: ConfirmProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} open={open} onClose={onClose}>
      <div className="prose">{children}</div>
      {error && <Trouble error={error} />}
      <footer>
        <Button className="button" onPress={onClose}>
          {t("cancel")}
        </Button>
        <Button className="button danger" isDisabled={busy} onPress={onConfirm}>
          {verb}
        </Button>
      </footer>
    </Dialog>
  );
}
