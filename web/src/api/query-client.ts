import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./client.ts";

/** Whether asking again may help: no answer, or the hub is busy or down. A refusal stays a refusal. */
export function isWorthARetry(error: unknown): boolean {
  return error instanceof ApiProblem && (error.code === "network" || error.code === "unavailable" || error.code === "internal");
}

/** The cache of everything read. `onSignedOut` is called when the hub says that the session has ended. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiProblem && error.code === "unauthenticated") onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 20_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: true,
        retry: (count, error) => count < 2 && isWorthARetry(error),
        retryDelay: (attempt) => Math.min(1000 * 2 ** attempt, 8000),
      },
    },
  });
}
