import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { ApiProblem } from "./api/client.ts";
import { keys } from "./api/keys.ts";
import { meQuery } from "./api/session.ts";
import type { Me } from "./api/types.ts";
import { PageCrash, PageLoading } from "./pages/states.tsx";
import {
  authorizeSearch,
  connectionsSearch,
  customerSearch,
  customersSearch,
  notificationsSearch,
  opportunitiesSearch,
  opportunitySearch,
  parseSearch,
  questionsSearch,
  remindersSearch,
  reportsSearch,
  searchSearch,
  rightsSearch,
  secondFactorSearch,
  signInSearch,
  stringifySearch,
} from "./search.ts";

interface RouterContext {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Outlet });

/** Lets only signed-in people pass; the others sign in first and come back. */
async function signedIn({ context, location }: { context: RouterContext; location: { href: string } }): Promise<void> {
  const me = await whoAmI(context.queryClient, location.href);
  if (me.secondFactorDue) throw redirect({ to: "/second-factor", search: { next: location.href } });
}

async function whoAmI(queryClient: QueryClient, href: string): Promise<Me> {
  try {
    return await queryClient.ensureQueryData(meQuery);
  } catch (error) {
    if (error instanceof ApiProblem && error.code === "unauthenticated") throw redirect({ to: "/sign-in", search: { next: href } });
    throw error;
  }
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import("./pages/sign-in.tsx"), "SignInPage"),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation",
  component: lazyRouteComponent(() => import("./pages/invitation.tsx"), "InvitationPage"),
});

const newPassword = createRoute({
  getParentRoute: () => root,
  path: "/new-password",
  component: lazyRouteComponent(() => import("./pages/new-password.tsx"), "NewPasswordPage"),
});

const secondFactor = createRoute({
  getParentRoute: () => root,
  path: "/second-factor",
  validateSearch: secondFactorSearch,
  beforeLoad: async ({ context, location }) => {
    await whoAmI(context.queryClient, location.href);
  },
  component: lazyRouteComponent(() => import("./pages/second-factor.tsx"), "SecondFactorPage"),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup/$token",
  component: lazyRouteComponent(() => import("./pages/setup.tsx"), "SetupPage"),
});

const authorize = createRoute({
  getParentRoute: () => root,
  path: "/authorize",
  validateSearch: authorizeSearch,
  beforeLoad: signedIn,
  component: lazyRouteComponent(() => import("./pages/authorize.tsx"), "AuthorizePage"),
});

const app = createRoute({
  getParentRoute: () => root,
  id: "app",
  beforeLoad: signedIn,
  component: lazyRouteComponent(() => import("./features/shell/app-frame.tsx"), "AppFrame"),
});

const today = createRoute({
  getParentRoute: () => app,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/today.tsx"), "TodayPage"),
});

const customers = createRoute({
  getParentRoute: () => app,
  path: "/customers",
  validateSearch: customersSearch,
  component: lazyRouteComponent(() => import("./pages/customers.tsx"), "CustomersPage"),
});

const customer = createRoute({
  getParentRoute: () => app,
  path: "/customers/$id",
  validateSearch: customerSearch,
  component: lazyRouteComponent(() => import("./pages/customer.tsx"), "CustomerPage"),
});

const interaction = createRoute({
  getParentRoute: () => app,
  path: "/interactions/$id",
  component: lazyRouteComponent(() => import("./pages/interaction.tsx"), "InteractionPage"),
});

const opportunities = createRoute({
  getParentRoute: () => app,
  path: "/opportunities",
  validateSearch: opportunitiesSearch,
  component: lazyRouteComponent(() => import("./pages/opportunities.tsx"), "OpportunitiesPage"),
});

const opportunity = createRoute({
  getParentRoute: () => app,
  path: "/opportunities/$id",
  validateSearch: opportunitySearch,
  component: lazyRouteComponent(() => import("./pages/opportunity.tsx"), "OpportunityPage"),
});

const questions = createRoute({
  getParentRoute: () => app,
  path: "/questions",
  validateSearch: questionsSearch,
  component: lazyRouteComponent(() => import("./pages/questions.tsx"), "QuestionsPage"),
});

const notifications = createRoute({
  getParentRoute: () => app,
  path: "/notifications",
  validateSearch: notificationsSearch,
  component: lazyRouteComponent(() => import("./pages/notifications.tsx"), "NotificationsPage"),
});

const rematch = createRoute({
  getParentRoute: () => app,
  path: "/rematches/$id",
  component: lazyRouteComponent(() => import("./pages/rematch.tsx"), "RematchPage"),
});

const reminders = createRoute({
  getParentRoute: () => app,
  path: "/reminders",
  validateSearch: remindersSearch,
  component: lazyRouteComponent(() => import("./pages/reminders.tsx"), "RemindersPage"),
});

const search = createRoute({
  getParentRoute: () => app,
  path: "/search",
  validateSearch: searchSearch,
  component: lazyRouteComponent(() => import("./pages/search.tsx"), "SearchPage"),
});

const reports = createRoute({
  getParentRoute: () => app,
  path: "/reports",
  validateSearch: reportsSearch,
  component: lazyRouteComponent(() => import("./pages/reports.tsx"), "ReportsPage"),
});

const connections = createRoute({
  getParentRoute: () => app,
  path: "/connections",
  validateSearch: connectionsSearch,
  component: lazyRouteComponent(() => import("./pages/connections.tsx"), "ConnectionsPage"),
});

const connection = createRoute({
  getParentRoute: () => app,
  path: "/connections/$id",
  component: lazyRouteComponent(() => import("./pages/connection.tsx"), "ConnectionPage"),
});

const settings = createRoute({
  getParentRoute: () => app,
  path: "/settings",
  component: lazyRouteComponent(() => import("./pages/settings.tsx"), "SettingsPage"),
});

const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/settings/profile" });
  },
});

const settingsProfile = createRoute({
  getParentRoute: () => settings,
  path: "/profile",
  component: lazyRouteComponent(() => import("./features/settings/profile.tsx"), "ProfileSettings"),
});

const settingsSecurity = createRoute({
  getParentRoute: () => settings,
  path: "/security",
  component: lazyRouteComponent(() => import("./features/settings/security.tsx"), "SecuritySettings"),
});

const settingsExclusions = createRoute({
  getParentRoute: () => settings,
  path: "/exclusions",
  component: lazyRouteComponent(() => import("./features/settings/exclusions.tsx"), "ExclusionSettings"),
});

const settingsOrganization = createRoute({
  getParentRoute: () => settings,
  path: "/organization",
  component: lazyRouteComponent(() => import("./features/settings/organization.tsx"), "OrganizationSettings"),
});

const settingsPeople = createRoute({
  getParentRoute: () => settings,
  path: "/people",
  component: lazyRouteComponent(() => import("./features/settings/people.tsx"), "PeopleSettings"),
});

const settingsImport = createRoute({
  getParentRoute: () => settings,
  path: "/import",
  component: lazyRouteComponent(() => import("./features/import/import.tsx"), "ImportSettings"),
});

const settingsLists = createRoute({
  getParentRoute: () => settings,
  path: "/lists",
  component: lazyRouteComponent(() => import("./features/lists/list-settings.tsx"), "ListSettings"),
});

const settingsMail = createRoute({
  getParentRoute: () => settings,
  path: "/mail",
  component: lazyRouteComponent(() => import("./features/settings/mail-visibility.tsx"), "MailVisibilitySettings"),
});

const settingsTeams = createRoute({
  getParentRoute: () => settings,
  path: "/teams",
  component: lazyRouteComponent(() => import("./features/settings/teams.tsx"), "TeamSettings"),
});

const settingsRights = createRoute({
  getParentRoute: () => settings,
  path: "/rights",
  validateSearch: rightsSearch,
  component: lazyRouteComponent(() => import("./features/settings/rights.tsx"), "RightsSettings"),
});

const settingsSignIn = createRoute({
  getParentRoute: () => settings,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("./features/settings/sign-in-rules.tsx"), "SignInRules"),
});

const settingsRetention = createRoute({
  getParentRoute: () => settings,
  path: "/retention",
  component: lazyRouteComponent(() => import("./features/retention/retention-settings.tsx"), "RetentionSettings"),
});

const settingsErasure = createRoute({
  getParentRoute: () => settings,
  path: "/erasure",
  component: lazyRouteComponent(() => import("./features/erasure/erasure-settings.tsx"), "ErasureSettings"),
});

const settingsAudit = createRoute({
  getParentRoute: () => settings,
  path: "/audit",
  component: lazyRouteComponent(() => import("./features/audit/audit-settings.tsx"), "AuditSettings"),
});

const routeTree = root.addChildren([
  signIn,
  invitation,
  newPassword,
  secondFactor,
  setup,
  authorize,
  app.addChildren([
    today,
    customers,
    customer,
    interaction,
    opportunities,
    opportunity,
    questions,
    notifications,
    rematch,
    reminders,
    search,
    reports,
    connections,
    connection,
    settings.addChildren([
      settingsIndex,
      settingsProfile,
      settingsSecurity,
      settingsExclusions,
      settingsMail,
      settingsTeams,
      settingsRights,
      settingsOrganization,
      settingsPeople,
      settingsSignIn,
      settingsLists,
      settingsImport,
      settingsRetention,
      settingsErasure,
      settingsAudit,
    ]),
  ]),
]);

/** The pages, and what to do when the session ends under one of them. */
export function createAppRouter(queryClient: QueryClient) {
  const router = createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    scrollRestoration: true,
    defaultPendingComponent: PageLoading,
    defaultPendingMs: 200,
    defaultErrorComponent: PageCrash,
    defaultNotFoundComponent: lazyRouteComponent(() => import("./pages/not-found.tsx"), "NotFoundPage"),
  });
  const toSignIn = () => {
    const { pathname, href } = router.state.location;
    if (/^\/(sign-in|invitation|new-password)$/.test(pathname) || pathname.startsWith("/setup/")) return;
    queryClient.removeQueries({ queryKey: keys.me });
    void router.navigate({ to: "/sign-in", search: { next: href } });
  };
  return { router, toSignIn };
}
