import type { SynthesizedStack } from './synthesized-stack';

/** The user's own container, which the environment's file describes with `app.container`. */
export interface OwnContainer {
  /** The path that returns 200 while the container can serve. */
  readonly healthPath: string;
  /** The program and the arguments that run the app on this machine; empty if there are none. */
  readonly localCommand: readonly string[];
}

interface RecordedContainer {
  readonly health_path: string;
  readonly local_command: readonly string[];
}

/** Returns the user's own container, as `stacks/service/app-container.ts` records it; undefined for the shipped app. */
export function ownContainer(stack: SynthesizedStack): OwnContainer | undefined {
  const { locals } = stack.document as { readonly locals?: { readonly container?: RecordedContainer } };
  return (
    locals?.container && {
      healthPath: locals.container.health_path,
      localCommand: locals.container.local_command.map((word) => stack.resolve(word)),
    }
  );
}
