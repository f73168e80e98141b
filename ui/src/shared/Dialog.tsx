import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface DialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
}

export function Dialog({ opened, onClose, title, children }: DialogProps) {
  const { t } = useTranslation();
  return (
    // Holding the page still would write a style element, which the policy forbids; the page itself never scrolls.
    <Modal opened={opened} onClose={onClose} title={title} lockScroll={false} centered overlayProps={{ backgroundOpacity: 0.35 }} closeButtonProps={{ "aria-label": t("action.close") }}>
      {children}
    </Modal>
  );
}
