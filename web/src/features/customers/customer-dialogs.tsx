import { lazy, Suspense } from "react";
import type { Customer, Ref } from "../../api/types.ts";
import { CustomerForm } from "./customer-form.tsx";

const ShareCustomer = lazy(async () => ({ default: (await import("../rights/share-dialog.tsx")).ShareCustomer }));
const MergeDialog = lazy(async () => ({ default: (await import("../merging/merge-dialog.tsx")).MergeDialog }));
const HoldDialog = lazy(async () => ({ default: (await import("../holds/hold-dialog.tsx")).HoldDialog }));
const EraseDialog = lazy(async () => ({ default: (await import("../erasure/erase-dialog.tsx")).EraseDialog }));

/** What is done with a customer in a dialog of its own. */
export type CustomerDialog = "edit" | "share" | "merge" | "hold" | "erase";

interface CustomerDialogsProps {
  customer: Customer;
  open: CustomerDialog | null;
  onClose: () => void;
  /** It is part of this customer now. */
  onMerged: (into: Ref) => void;
  onErased: () => void;
}

/** The dialog that is open, if any. Most are fetched when they are asked for. */
export function CustomerDialogs({ customer, open, onClose, onMerged, onErased }: CustomerDialogsProps) {
  return (
    <Suspense>
      {open === "edit" ? <CustomerForm customer={customer} onClose={onClose} /> : null}
      {open === "share" ? <ShareCustomer customer={customer} onClose={onClose} /> : null}
      {open === "merge" ? <MergeDialog noun="customer" one={customer} onClose={onClose} onMerged={onMerged} /> : null}
      {open === "hold" ? <HoldDialog target="customer" one={customer} onClose={onClose} /> : null}
      {open === "erase" ? (
        <EraseDialog
          target="customer"
          one={customer}
          onClose={(erased) => {
            onClose();
            if (erased) onErased();
          }}
        />
      ) : null}
    </Suspense>
  );
}
