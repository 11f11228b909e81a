import accounts from "./accounts.json" with { type: "json" };
import audit from "./audit.json" with { type: "json" };
import auth from "./auth.json" with { type: "json" };
import codes from "./codes.json" with { type: "json" };
import comments from "./comments.json" with { type: "json" };
import common from "./common.json" with { type: "json" };
import composer from "./composer.json" with { type: "json" };
import connections from "./connections.json" with { type: "json" };
import contacts from "./contacts.json" with { type: "json" };
import customers from "./customers.json" with { type: "json" };
import documents from "./documents.json" with { type: "json" };
import erasure from "./erasure.json" with { type: "json" };
import exportWords from "./export.json" with { type: "json" };
import handOver from "./handOver.json" with { type: "json" };
import holds from "./holds.json" with { type: "json" };
import importWords from "./import.json" with { type: "json" };
import interaction from "./interaction.json" with { type: "json" };
import lists from "./lists.json" with { type: "json" };
import merging from "./merging.json" with { type: "json" };
import nav from "./nav.json" with { type: "json" };
import notifications from "./notifications.json" with { type: "json" };
import opportunities from "./opportunities.json" with { type: "json" };
import palette from "./palette.json" with { type: "json" };
import problems from "./problems.json" with { type: "json" };
import questions from "./questions.json" with { type: "json" };
import relink from "./relink.json" with { type: "json" };
import rematch from "./rematch.json" with { type: "json" };
import reminders from "./reminders.json" with { type: "json" };
import retention from "./retention.json" with { type: "json" };
import rights from "./rights.json" with { type: "json" };
import reports from "./reports.json" with { type: "json" };
import search from "./search.json" with { type: "json" };
import settings from "./settings.json" with { type: "json" };
import teams from "./teams.json" with { type: "json" };
import timeline from "./timeline.json" with { type: "json" };
import today from "./today.json" with { type: "json" };

export default {
  accounts,
  audit,
  auth,
  codes,
  comments,
  common,
  composer,
  connections,
  contacts,
  customers,
  documents,
  erasure,
  export: exportWords,
  handOver,
  holds,
  import: importWords,
  interaction,
  lists,
  merging,
  nav,
  notifications,
  opportunities,
  palette,
  problems,
  questions,
  relink,
  rematch,
  reminders,
  retention,
  rights,
  reports,
  search,
  settings,
  teams,
  timeline,
  today,
};
