import type { SynthesizedStack } from './synthesized-stack';

/** The container that the user provides instead of the shipped app, with `app.container` in the environment's file. */
export interface OwnContainer {
  /** The path of the health check. It returns 200 while the container can serve requests. */
  readonly healthPath: string;
  /** The program that runs the app on this machine, followed by its arguments; an empty list if `app.container` names no program. */
  readonly localCommand: readonly string[];
}

interface RecordedContainer {
  readonly health_path: string;
  readonly local_command: readonly string[];
}

/**
 * Returns the container that the user provides, as `stacks/app-container.ts` has recorded it in the stack; undefined
 * for the shipped app.
 */
export function ownContainer(stack: SynthesizedStack): OwnContainer | undefined {
  const { locals } = stack.document as { readonly locals?: { readonly container?: RecordedContainer } };
  return (
    locals?.container && {
      healthPath: locals.container.health_path,
      localCommand: locals.container.local_command.map((word) => stack.resolve(word)),
    }
  );
}
