import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { createQueryClient } from "./api/query-client.ts";
import { meQuery } from "./api/session.ts";
import { FormatProvider } from "./format/context.tsx";
import { i18n, setLanguage } from "./i18n/index.ts";
import { createAppRouter } from "./router.tsx";
import { cssVariablesResolver, theme } from "./theme/theme.ts";

const colorSchemeManager = localStorageColorSchemeManager({ key: "kronika-color-scheme" });

const queryClient = createQueryClient(() => router.toSignIn());
const { router: appRouter, toSignIn } = createAppRouter(queryClient);
const router = { toSignIn };

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof appRouter;
  }
}

/** Everything around the pages: cache, theme, language, messages. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        colorSchemeManager={colorSchemeManager}
        defaultColorScheme="auto"
      >
        <Localised>
          <Notifications position="bottom-center" limit={3} containerWidth={420} />
          <RouterProvider router={appRouter} />
        </Localised>
      </MantineProvider>
    </QueryClientProvider>
  );
}

/** Language and time zone follow the signed-in person; reading them here asks nothing of the hub. */
function Localised({ children }: { children: ReactNode }) {
  const { i18n: current } = useTranslation();
  const me = useQuery({ ...meQuery, enabled: false }).data;
  const wanted = me?.user.language;
  useEffect(() => {
    if (wanted && wanted !== i18n.language) void setLanguage(wanted);
  }, [wanted]);
  return (
    <FormatProvider
      language={current.language === "en" ? "en" : "sk"}
      timeZone={me?.organization.timeZone}
      currency={me?.organization.currency}
    >
      {children}
    </FormatProvider>
  );
}
