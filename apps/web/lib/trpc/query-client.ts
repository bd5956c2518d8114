import { defaultShouldDehydrateQuery, MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import superjson from 'superjson';
import { isPassing, problemOf } from '../problem.ts';

/** How often what could not be read is asked for again while it is on screen. */
const ASK_AGAIN_MS = 4_000;

interface QueryClientEvents {
  readonly onError?: (error: unknown) => void;
}

export function createQueryClient({ onError = () => {} }: QueryClientEvents = {}): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failureCount, error) => failureCount < 1 && isPassing(problemOf(error)),
        refetchOnWindowFocus: false,
        refetchInterval: ({ state }) =>
          state.data === undefined && state.error !== null && isPassing(problemOf(state.error)) ? ASK_AGAIN_MS : false,
      },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query),
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}
