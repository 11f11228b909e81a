import { Modal, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ReminderForm } from "../composer/reminder-form.tsx";
import { CustomerSelect } from "../customers/customer-select.tsx";

/** A reminder that is not made on a customer's page: the customer is chosen here, or none. */
export function NewReminder({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [customerId, setCustomerId] = useState<string | null>(null);
  return (
    <Modal opened onClose={onClose} size="lg" title={t("reminders.new")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <Stack gap={0}>
        <div style={{ paddingInline: 16 }}>
          <CustomerSelect label={t("reminders.customer")} value={customerId} onChange={setCustomerId} clearable />
        </div>
        <ReminderForm draftKey="reminders:new" about={customerId ? { customerId } : {}} onDone={onClose} onCancel={onClose} />
      </Stack>
    </Modal>
  );
}
