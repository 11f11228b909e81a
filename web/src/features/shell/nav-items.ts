import {
  IconAddressBook,
  IconAlarm,
  IconChartBar,
  IconHelpCircle,
  IconPlugConnected,
  IconSettings,
  IconSunHigh,
  IconTargetArrow,
  type Icon,
} from "@tabler/icons-react";

/** The pages in the navigation, in order. `label` is a key below `nav`. */
export const navItems = [
  { to: "/", label: "today", icon: IconSunHigh },
  { to: "/customers", label: "customers", icon: IconAddressBook },
  { to: "/opportunities", label: "opportunities", icon: IconTargetArrow },
  { to: "/questions", label: "questions", icon: IconHelpCircle },
  { to: "/reminders", label: "reminders", icon: IconAlarm },
  { to: "/reports", label: "reports", icon: IconChartBar },
  { to: "/connections", label: "connections", icon: IconPlugConnected },
  { to: "/settings", label: "settings", icon: IconSettings },
] as const satisfies readonly { to: string; label: string; icon: Icon }[];
